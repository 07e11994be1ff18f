import type { Server } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import { limits } from '../gateway/limits.ts';
import type { Standing } from './standing.ts';

/**
 * Lets a server go: not ready at once, deaf after `grace` milliseconds. Resolves when everything under way is answered. Balancers
 * need the grace: a connection made in the instant a listener closes may be reset.
 */
export const closeServer = async (server: Server, standing: Standing, grace: number): Promise<void> => {
  standing.drain();
  if (grace > 0) await delay(grace);
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
};

/**
 * Ends the process well: with 0 on a TERM or an interrupt, with 1 after an error nobody caught, and with 1 at the latest after
 * `limits.shutdown`. A second signal ends it at once. `close` is told how long to go on listening; an interrupt comes from a
 * person, who waits.
 */
export const endWell = (close: (grace: number) => Promise<void>, log?: Logger): void => {
  let ending = false;
  let code = 0;
  const end = (grace: number): void => {
    if (ending) return;
    ending = true;
    setTimeout(() => process.exit(1), limits.shutdown).unref();
    close(grace).then(
      () => process.exit(code),
      () => process.exit(1),
    );
  };
  const crash = (error: unknown): void => {
    code = 1;
    log?.fatal({ err: error }, 'an error nobody caught: the service ends');
    end(limits.listenerGrace);
  };
  const onSignal = (grace: number) => () => (ending ? process.exit(1) : end(grace));
  process.on('SIGTERM', onSignal(limits.listenerGrace));
  process.on('SIGINT', onSignal(0));
  process.on('uncaughtException', crash);
  process.on('unhandledRejection', (error) => {
    // graphql-js forgets the promises of a list's items when another item fails at once: the answer has told of a failure there.
    if (error instanceof GraphQLError) log?.error({ err: error }, 'a field failed after its list');
    else crash(error);
  });
};
