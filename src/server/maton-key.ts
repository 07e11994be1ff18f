import { statSync } from 'node:fs';
import type { Logger } from 'pino';
import { type Config, readKey } from '../config.ts';
import { Secret } from '../gateway/http/secret.ts';
import { limits } from '../gateway/limits.ts';

const stampOf = (file: string): string => {
  try {
    const { mtimeMs, ctimeMs, size, ino } = statSync(file);
    return [mtimeMs, ctimeMs, size, ino].join();
  } catch {
    return 'gone';
  }
};

/** The service's own Maton key; null where each client brings one. With `MATON_API_KEY_FILE` it is read again when the file changes. */
export const watchKey = ({ credential, keyFile }: Config, log: Logger): (() => Secret | null) => {
  if (keyFile === null || credential === null) return () => credential;
  let key = credential;
  let stamp = '';
  let checked = Number.NEGATIVE_INFINITY;
  return () => {
    const now = performance.now();
    if (now - checked < limits.keyFileCheck) return key;
    checked = now;
    const found = stampOf(keyFile);
    if (found === stamp) return key;
    stamp = found;
    try {
      const read = new Secret(readKey(keyFile));
      if (read.fingerprint === key.fingerprint) return key;
      key = read;
      log.info('the file of MATON_API_KEY_FILE has changed; its key is used from now on');
    } catch {
      log.warn('MATON_API_KEY_FILE holds no usable key any more; the one read before stays in use');
    }
    return key;
  };
};
