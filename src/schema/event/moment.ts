import { type Reader, time } from '../../gateway/read.ts';

/** A moment that an SDK reported: ISO 8601 or epoch seconds, either as text. Without a zone it is UTC, as Sentry reads it. */
export const moment: Reader<string> = (value) => {
  const at = time(typeof value === 'string' && /^\d+(\.\d+)?$/.test(value) ? Number(value) : value);
  return /(Z|[+-]\d\d:?\d\d)$/i.test(at) ? at : `${at}Z`;
};
