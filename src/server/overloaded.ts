import { CodedError } from '../gateway/http/coded-error.ts';

/** Turns away who asks while the service has as much to do as it can. */
export const overloaded = (): CodedError =>
  new CodedError('OVERLOADED', 'This service has as much to do as it can: try again in 1 s.', { retryAfter: 1 });
