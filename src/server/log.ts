import { type Logger, pino } from 'pino';
import pretty from 'pino-pretty';

const secrets = ['authorization', 'credential', 'key', 'headers', 'body', 'variables'].flatMap((name) => [
  name,
  `*.${name}`,
]);

/** The log on standard error: readable lines in a terminal, JSON elsewhere. Credentials, headers and bodies never reach it. */
export const createLog = (level: string): Logger => {
  const options = { level, base: null, redact: { paths: secrets, censor: '[redacted]' } };
  if (!process.stderr.isTTY) return pino(options, pino.destination({ dest: 2, sync: true }));
  return pino(
    options,
    pretty({ destination: 2, sync: true, translateTime: 'SYS:HH:MM:ss', singleLine: true, ignore: 'pid,hostname' }),
  );
};
