import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { limitWriting } from './limit-writing.ts';

const isStream = (answer: Response): boolean =>
  /^(text\/event-stream|multipart\/mixed)\b/.test(answer.headers.get('content-type') ?? '');

/** Sends yoga's answer, until the client has `left`. Yoga's own listener would show the stack of what a hook throws. */
export const sendResponse = async (answer: Response, response: ServerResponse, left: AbortSignal): Promise<void> => {
  response.statusCode = answer.status;
  answer.headers.forEach((value, name) => {
    // Event streams bring one of their own; "no-store" must stand.
    if (name.toLowerCase() !== 'cache-control') response.setHeader(name, value);
  });
  limitWriting(response);
  if (answer.body && isStream(answer)) {
    for await (const chunk of answer.body) {
      if (!response.write(chunk)) await once(response, 'drain', { signal: left });
    }
    response.end();
  } else {
    response.end(await answer.text());
  }
};
