import type { Logger } from 'pino';
import { type Config, keyIn } from '../config.ts';
import type { Secret } from '../gateway/http/secret.ts';
import { WatchedFile } from '../watched-file.ts';

/**
 * Gives the key that is held at the moment: a file of a key is read again when it changes. `onKey` is told of each key before it
 * is used.
 */
export const credentialOf = (
  { credential, keyFile }: Config,
  log: Logger,
  onKey: (key: Secret) => void = () => {},
): (() => Secret | null) => {
  if (keyFile === null) return () => credential;
  const read = (text: string): Secret => {
    const key = keyIn(text);
    onKey(key);
    return key;
  };
  const file = new WatchedFile(keyFile, read, (reason) =>
    log.error(`MATON_API_KEY_FILE is left unread, the key known before still counts: ${reason}`),
  );
  return () => file.current;
};
