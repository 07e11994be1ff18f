import { randomFor } from './random.ts';

/** The trace of an event: a trace for each, so that it need not be kept. */
export function traceIdOf(eventId: string): string {
  return randomFor(`trace:${eventId}`).hex(32);
}
