import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { z } from 'zod';
import { isIdentifier } from './gateway/http/identifiers.ts';
import { Secret } from './gateway/http/secret.ts';
import { type RedisAddress, redisAddress } from './redis-address.ts';
import type { InboundSettings } from './server/inbound/index.ts';
import { type InboundValues, inboundIn, inboundSettings } from './server/inbound/settings.ts';

const flag = z.enum(['0', '1'], { error: 'must be 0 or 1' }).transform((value) => value === '1');
const whole = (least: number, most: number) =>
  z.coerce
    .number({ error: 'must be a number' })
    .int('must be a whole number')
    .min(least, `must be at least ${least}`)
    .max(most, `must be at most ${most}`);
const isAccount = (word: string): boolean => isIdentifier('account', word);
const account = z.string().refine(isAccount, 'must be the id of a linked account');

/** Maton's hosts speak https; plain http is for a sandbox or proxy on this machine alone. */
const origin = z
  .url({ protocol: /^https?$/, error: 'must be an http or https address' })
  .transform((value, context) => {
    const { protocol, hostname, origin, pathname, search } = new URL(value);
    if (protocol === 'http:' && !isLoopback(hostname)) {
      context.addIssue({ code: 'custom', message: 'must be https, unless it is on this machine' });
    }
    if (pathname !== '/' || search !== '') {
      context.addIssue({
        code: 'custom',
        message: 'must be an origin without a path, such as https://gateway.maton.ai',
      });
    }
    return origin;
  });

/** Words separated by commas, of which each must fit. */
const words = (fits: (word: string) => boolean, told: string) =>
  z
    .string()
    .transform((value) =>
      value
        .split(',')
        .map((word) => word.trim())
        .filter((word) => word !== ''),
    )
    .refine((all) => all.every(fits), { error: told });

const isOrigin = (word: string): boolean => URL.canParse(word) && new URL(word).origin === word;
const isHostName = (word: string): boolean => /^([a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])$/.test(word);

/** Every setting as it stands in the environment. */
export const settings = z.object({
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: whole(0, 65_535).default(4_000),
  MATON_API_KEY: z.string().trim().min(1).optional(),
  MATON_API_KEY_FILE: z.string().min(1).optional(),
  AUTH_MODE: z
    .enum(['server-key', 'pass-through'], { error: 'must be server-key or pass-through' })
    .default('server-key'),
  ...inboundSettings,
  MATON_CONNECTION: account.optional(),
  MATON_GATEWAY_URL: origin.default('https://gateway.maton.ai'),
  MATON_CONTROL_URL: origin.default('https://ctrl.maton.ai'),
  SANDBOX: flag.default(false),
  SANDBOX_PORT: whole(0, 65_535).default(0),
  SANDBOX_NOW: z.iso.datetime({ offset: true, error: 'must be ISO 8601, such as 2026-11-25T12:00:00Z' }).optional(),
  WRITES: flag.optional(),
  LINKED_ACCOUNTS: words((word) => word === '*' || isAccount(word), 'must be ids of linked accounts, or *').optional(),
  LINKED_ACCOUNTS_MANAGE: flag.optional(),
  CACHE: z.enum(['on', 'off'], { error: 'must be on or off' }).default('on'),
  UPSTREAM_RPS: whole(1, 1_000).default(10),
  REDIS_URL: redisAddress.optional(),
  MAX_CALLS: whole(1, 1_000).default(50),
  REQUEST_TIMEOUT_MS: whole(100, 120_000).default(10_000),
  CORS_ORIGINS: words(
    (word) => word === '*' || isOrigin(word),
    'must be origins without a path or slash at their end, such as https://portal.example, or *',
  ).optional(),
  ALLOWED_HOSTS: words(isHostName, 'must be host names in small letters, without scheme, port or path').optional(),
  METRICS_PORT: whole(0, 65_535).optional(),
  TRACE_UPSTREAM: flag.default(false),
  GRAPHIQL: flag.optional(),
  INTROSPECTION: flag.default(true),
  TRUSTED_DOCUMENTS: z.string().min(1).optional(),
  TRUSTED_DOCUMENTS_MODE: z.enum(['strict', 'log'], { error: 'must be strict or log' }).optional(),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'], {
      error: 'must be fatal, error, warn, info, debug or silent',
    })
    .default('info'),
});

/** Names of all settings. */
export const settingNames: readonly string[] = Object.keys(settings.shape);

/** How upstream credentials are chosen. */
export type Mode = 'sandbox' | 'server-key' | 'pass-through';

/** Everything the operator can set, checked. */
export type Config = {
  readonly mode: Mode;
  readonly host: string;
  readonly port: number;
  /** Null in pass-through mode, and with the sandbox until its key is known. */
  readonly credential: Secret | null;
  /** The file whose key is used, read again when it changes. */
  readonly keyFile: string | null;
  /** Who may ask; null where nobody has to prove who they are to this service. */
  readonly inbound: InboundSettings | null;
  readonly account: string | null;
  /** Linked accounts that clients may choose; null is any. */
  readonly choosable: ReadonlySet<string> | null;
  /** Whether mutations may change Sentry. */
  readonly writes: boolean;
  /** Whether linked accounts may be created and deleted. */
  readonly managesAccounts: boolean;
  readonly gatewayOrigin: string;
  readonly controlOrigin: string;
  readonly sandbox: { readonly port: number; readonly now: number | undefined };
  /** Whether answers are kept for a moment. */
  readonly cache: boolean;
  readonly callsPerSecond: number;
  /** Through which replicas share that; null where this process owns it. */
  readonly redis: RedisAddress | null;
  /** Most upstream calls of one operation. */
  readonly maxCalls: number;
  readonly requestTimeout: number;
  readonly corsOrigins: readonly string[];
  readonly allowedHosts: readonly string[];
  /** Null serves `/metrics` on the main port, on loopback alone. */
  readonly metricsPort: number | null;
  /** Whether the header `traceparent` goes up. */
  readonly traceUpstream: boolean;
  readonly graphiql: boolean;
  readonly introspection: boolean;
  /** Whether answers list their calls for who asks: on this machine alone, or where there is no account. */
  readonly mayTrace: boolean;
  /** The documents that are answered, or noted where others are; null is any. */
  readonly trustedDocuments: { readonly file: string; readonly strict: boolean } | null;
  readonly logLevel: string;
};

/** A setting that is wrong: one readable line that names the variable. */
export class ConfigError extends Error {}

/** Whether a host, by name or address, is this machine alone. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);

/** The environment over the file `.env`, if there is one. An empty value is none. */
export const readEnvironment = (environment: NodeJS.ProcessEnv, file = '.env'): Record<string, string | undefined> => {
  let fromFile: Record<string, string | undefined> = {};
  try {
    fromFile = parseEnv(readFileSync(file, 'utf8'));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) {
      throw new ConfigError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}.`);
    }
  }
  return Object.fromEntries(
    Object.entries({ ...fromFile, ...environment }).filter(([, value]) => value !== undefined && value !== ''),
  );
};

/**
 * The key in a text.
 * @throws Error where there is none, or one that no header can hold.
 */
export const keyIn = (text: string): Secret => {
  const key = text.trim();
  if (key === '') throw new Error('is empty: put the Maton API key into it');
  if (!/^[\x21-\x7e]+$/.test(key)) {
    throw new Error('holds a blank or a character outside ASCII, which no Maton key has: copy it again');
  }
  return new Secret(key);
};

const fileText = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new Error(`cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
};

/** What a setting stands for. @throws ConfigError in one line that names the setting. */
const readSetting = <T>(name: string, read: () => T): T => {
  try {
    return read();
  } catch (error) {
    throw new ConfigError(`${name} ${error instanceof Error ? error.message.replace(/\s+/g, ' ') : String(error)}.`);
  }
};

const inboundOf = (values: InboundValues, mode: Mode): InboundSettings | null => {
  let inbound: InboundSettings | null;
  try {
    inbound = inboundIn(values, isLoopback);
  } catch (error) {
    throw new ConfigError(error instanceof Error ? error.message.replace(/\s+/g, ' ') : String(error));
  }
  if (inbound && mode === 'pass-through') {
    throw new ConfigError(
      'AUTH_MODE is pass-through, where a Maton key is the proof: remove INBOUND_TOKENS, INBOUND_TOKENS_FILE and JWT_ISSUER.',
    );
  }
  return inbound;
};

type TrustedValues = {
  readonly TRUSTED_DOCUMENTS?: string | undefined;
  readonly TRUSTED_DOCUMENTS_MODE?: 'strict' | 'log' | undefined;
};

const trustedIn = ({ TRUSTED_DOCUMENTS: file, TRUSTED_DOCUMENTS_MODE: mode }: TrustedValues) => {
  if (file !== undefined) return { file, strict: mode !== 'log' };
  if (mode === undefined) return null;
  throw new ConfigError('TRUSTED_DOCUMENTS_MODE is set without TRUSTED_DOCUMENTS: name the manifest of documents.');
};

/**
 * Makes a Config of the environment.
 * @throws ConfigError naming the variable that is wrong.
 */
export const readConfig = (environment: Record<string, string | undefined>): Config => {
  const parsed = settings.safeParse(environment);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new ConfigError(`${issue?.path.join('.')} ${issue?.message}.`);
  }
  const values = parsed.data;
  if (values.MATON_API_KEY && values.MATON_API_KEY_FILE) {
    throw new ConfigError('MATON_API_KEY and MATON_API_KEY_FILE are both set: keep one.');
  }
  const { MATON_API_KEY: written, MATON_API_KEY_FILE: keyFile } = values;
  const key =
    (written && readSetting('MATON_API_KEY', () => keyIn(written))) ||
    (keyFile && readSetting('MATON_API_KEY_FILE', () => keyIn(fileText(keyFile))));
  if (values.AUTH_MODE === 'pass-through' && key) {
    throw new ConfigError('AUTH_MODE is pass-through, where clients bring their own Maton key: remove MATON_API_KEY.');
  }
  const mode: Mode = values.SANDBOX
    ? 'sandbox'
    : values.AUTH_MODE === 'pass-through'
      ? 'pass-through'
      : key
        ? 'server-key'
        : 'sandbox';
  const inbound = inboundOf(values, mode);
  if (mode === 'server-key' && !inbound && !isLoopback(values.HOST)) {
    throw new ConfigError(
      `HOST is ${values.HOST} while a Maton key is held and nobody has to prove who they are: listen on 127.0.0.1, let clients prove themselves with INBOUND_TOKENS_FILE or JWT_ISSUER, or set AUTH_MODE=pass-through.`,
    );
  }
  const trustedDocuments = trustedIn(values);
  const accounts =
    values.LINKED_ACCOUNTS ?? (inbound ? [values.MATON_CONNECTION].filter((id) => id !== undefined) : ['*']);
  const anyAccount = mode !== 'server-key' || accounts.includes('*');
  return {
    mode,
    host: values.HOST,
    port: values.PORT,
    credential: mode === 'server-key' && key ? key : null,
    keyFile: mode === 'server-key' && keyFile ? keyFile : null,
    inbound,
    account: mode === 'sandbox' ? null : (values.MATON_CONNECTION ?? null),
    choosable: anyAccount ? null : new Set(accounts),
    writes: values.WRITES ?? (mode === 'sandbox' || inbound !== null),
    managesAccounts: values.LINKED_ACCOUNTS_MANAGE ?? mode === 'sandbox',
    gatewayOrigin: values.MATON_GATEWAY_URL,
    controlOrigin: values.MATON_CONTROL_URL,
    sandbox: {
      port: values.SANDBOX_PORT,
      now: values.SANDBOX_NOW === undefined ? undefined : Date.parse(values.SANDBOX_NOW),
    },
    cache: values.CACHE === 'on',
    callsPerSecond: values.UPSTREAM_RPS,
    redis: values.REDIS_URL ?? null,
    maxCalls: values.MAX_CALLS,
    requestTimeout: values.REQUEST_TIMEOUT_MS,
    corsOrigins: values.CORS_ORIGINS ?? (mode === 'sandbox' ? ['*'] : []),
    allowedHosts: values.ALLOWED_HOSTS ?? [],
    metricsPort: values.METRICS_PORT ?? null,
    traceUpstream: values.TRACE_UPSTREAM,
    graphiql: values.GRAPHIQL ?? (!trustedDocuments?.strict && (mode === 'sandbox' || isLoopback(values.HOST))),
    introspection: values.INTROSPECTION,
    mayTrace: mode === 'sandbox' || isLoopback(values.HOST),
    trustedDocuments,
    logLevel: values.LOG_LEVEL,
  };
};
