import { builder } from './builder.ts';
import { known } from './known.ts';

export const Level = builder.enumType('Level', {
  description: 'Severity.',
  values: {
    SAMPLE: { description: 'Sample.' },
    DEBUG: { description: 'Debug.' },
    INFO: { description: 'Information.' },
    WARNING: { description: 'Warning.' },
    ERROR: { description: 'Error.' },
    FATAL: { description: 'Fatal.' },
    UNKNOWN: { description: "Sentry's `unknown`, or a level this service does not know; read the raw field." },
  },
});

const values = ['SAMPLE', 'DEBUG', 'INFO', 'WARNING', 'ERROR', 'FATAL'] as const;

/** The `Level` of Sentry's word for a severity. */
export const toLevel = (word: string) => known(word, values);
