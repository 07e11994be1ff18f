import { type Logger, pino } from 'pino';
import pretty from 'pino-pretty';
import type { Hooks } from '../gateway/hooks.ts';
import type { CodedError, ErrorCode } from '../gateway/http/coded-error.ts';
import { withoutBearer } from '../gateway/http/secret.ts';

const secrets = ['authorization', 'credential', 'key', 'headers', 'body', 'variables'].flatMap((name) => [
  name,
  `*.${name}`,
]);

/** What a logger is made with; `redact` is the last filter over each line. */
export const logOptions = (level: string, redact: (line: string) => string = (line) => line) => ({
  level,
  base: null,
  redact: { paths: secrets, censor: '[redacted]' },
  hooks: { streamWrite: (line: string) => withoutBearer(redact(line)) },
});

/** The log on standard error: readable lines in a terminal, JSON elsewhere. Credentials, headers and bodies never reach it. */
export const createLog = (level: string, redact?: (line: string) => string): Logger => {
  const options = logOptions(level, redact);
  if (!process.stderr.isTTY) return pino(options, pino.destination({ dest: 2, sync: true }));
  return pino(
    options,
    pretty({ destination: 2, sync: true, translateTime: 'SYS:HH:MM:ss', singleLine: true, ignore: 'pid,hostname' }),
  );
};

/** What the upstream may say to a client that asks for the wrong thing; nothing that an operator has to mend. */
const ordinary: ReadonlySet<ErrorCode> = new Set(['BAD_USER_INPUT', 'CANCELLED', 'FORBIDDEN', 'NOT_FOUND']);

/** The system's word for a lost connection, such as `ECONNRESET`. */
const reasonOf = ({ cause }: CodedError): string | undefined => {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' && /^[A-Z_]{3,40}$/.test(code) ? code : undefined;
};

/** Leaves one line for each upstream call that failed. */
export const failuresTo =
  (log: Logger): NonNullable<Hooks['onFailure']> =>
  ({ operation, method, template, family }, error) => {
    const reason = reasonOf(error);
    log[ordinary.has(error.code) ? 'info' : 'warn'](
      {
        request: operation.id,
        client: operation.client,
        family,
        call: `${method} ${template}`,
        code: error.code,
        ...(error.upstreamStatus !== undefined && { status: error.upstreamStatus }),
        ...(error.retryAfter !== undefined && { retryAfter: error.retryAfter }),
        ...(reason && { reason }),
      },
      'a call failed',
    );
  };

/** Leaves a line when replicas begin or cease to share their budget. */
export const sharingTo =
  (log: Logger) =>
  (isShared: boolean, reason: string): void => {
    if (isShared) log.info('the budget is shared through Redis');
    else log.warn({ reason }, 'Redis is away: this process goes on with a budget of its own');
  };

/** A name that a client gave, as the log keeps it. */
export const operationName = (name: unknown): string =>
  typeof name === 'string' && /^\w{1,100}$/.test(name) ? name : 'anonymous';
