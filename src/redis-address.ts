import { z } from 'zod';
import { Secret } from './gateway/http/secret.ts';

/** Where Redis is: its whole address, which may hold a password, and the part of it that may be told. */
export type RedisAddress = { readonly url: Secret; readonly host: string };

const isAddress = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, pathname, search, hash, username, password } = new URL(text);
  try {
    decodeURIComponent(username + password);
  } catch {
    return false;
  }
  return (
    /^rediss?:$/.test(protocol) && hostname !== '' && /^(\/\d{0,5})?$/.test(pathname) && search === '' && hash === ''
  );
};

/** An address such as `rediss://user:password@host:6380/0`; what is wrong is never quoted. */
export const redisAddress = z
  .string()
  .refine(
    isAddress,
    'must be redis://user:password@host:port/database, or rediss:// for TLS; all but the host may be left out',
  )
  .transform((text): RedisAddress => ({ url: new Secret(text), host: new URL(text).host }));
