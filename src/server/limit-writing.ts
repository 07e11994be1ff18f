import type { ServerResponse } from 'node:http';
import { limits } from '../gateway/limits.ts';

/** Cuts off a client that takes nothing of its answer for a while, or has not taken all of it in time. Asked before it is sent. */
export const limitWriting = (response: ServerResponse): void => {
  response.setTimeout(limits.stalledWrite);
  const cut = setTimeout(() => response.destroy(), limits.wholeWrite);
  response.once('close', () => clearTimeout(cut));
};
