import type { IncomingMessage } from 'node:http';
import type { Reply } from './reply.ts';

/** More than the edge before Sentry takes. */
const maxBytes = 4 * 1024 * 1024;

/** Reads a body to its end; null where it is larger than the edge takes. */
export async function readBody(request: IncomingMessage): Promise<string | null> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of request) {
    size += piece.length;
    if (size <= maxBytes) pieces.push(piece);
  }
  return size > maxBytes ? null : Buffer.concat(pieces).toString('utf8');
}

/** The edge's answer to a body too large. */
export function tooLargeReply(): Reply {
  const body = '<html><head><title>413 Request Entity Too Large</title></head></html>';
  return { status: 413, headers: { 'content-type': 'text/html' }, body };
}

/** A body as tests look at it: parsed where it is JSON, else its text. */
export function recordedBody(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A value as a header holds it: JSON in ASCII only. */
export function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[^\x20-\x7e]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
