import { builder } from './builder.ts';
import { known } from './known.ts';

export const EventType = builder.enumType('EventType', {
  description: 'Kind of an event.',
  values: {
    DEFAULT: { description: 'A plain message.' },
    ERROR: { description: 'An error.' },
    CSP: { description: 'A content security policy report.' },
    NEL: { description: 'A network error report.' },
    HPKP: { description: 'A public key pinning report.' },
    EXPECTCT: { description: 'A certificate transparency report.' },
    EXPECTSTAPLE: { description: 'An OCSP stapling report.' },
    TRANSACTION: { description: 'A transaction.' },
    GENERIC: { description: 'An occurrence found by Sentry, such as a performance problem.' },
    FEEDBACK: { description: 'User feedback.' },
    UNKNOWN: { description: 'A kind this service does not know; read the raw field.' },
  },
});

const values = [
  'DEFAULT',
  'ERROR',
  'CSP',
  'NEL',
  'HPKP',
  'EXPECTCT',
  'EXPECTSTAPLE',
  'TRANSACTION',
  'GENERIC',
  'FEEDBACK',
] as const;

/** The `EventType` of Sentry's word for a kind of event. */
export const toEventType = (word: string) => known(word, values);
