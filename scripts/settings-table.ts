import { z } from 'zod';
import { settings } from '../src/config.ts';

type Words = {
  /** What it is when left out, where that is no fixed value. */
  readonly unset?: string;
  readonly meaning: string;
};

const words: Readonly<Record<keyof typeof settings.shape, Words>> = {
  HOST: { meaning: 'Address to listen on. With a key and nobody having to prove who they are only loopback is taken.' },
  PORT: { meaning: 'Port to listen on; 0 is any.' },
  MATON_API_KEY: { unset: 'none: the sandbox', meaning: 'The Maton key that calls are made with.' },
  MATON_API_KEY_FILE: {
    unset: 'none',
    meaning: 'A file that holds the key, read again when it changes; not together with `MATON_API_KEY`.',
  },
  AUTH_MODE: { meaning: '`pass-through`: clients send their own Maton key as `Authorization: Bearer`.' },
  INBOUND_TOKENS: {
    unset: 'none',
    meaning: 'Who may ask: `name scopes organizations sha256`, a token a line, as `sentry-graph token` writes it.',
  },
  INBOUND_TOKENS_FILE: { unset: 'none', meaning: 'A file of such lines, read again when it changes.' },
  JWT_ISSUER: { unset: 'none', meaning: 'Issuer of the JSON web tokens that count (`iss`).' },
  JWT_AUDIENCE: { unset: 'none', meaning: 'Audiences that count (`aud`), separated by commas.' },
  JWT_JWKS: { unset: 'none', meaning: "Where the issuer's keys are: an https address, or a file." },
  JWT_HEADER: { unset: '`Authorization`', meaning: 'The header the JSON web token comes in.' },
  MATON_CONNECTION: {
    unset: 'Maton takes the oldest active one',
    meaning: 'The linked account used where a request names none.',
  },
  MATON_GATEWAY_URL: { meaning: "Origin of Maton's gateway; plain http only on this machine." },
  MATON_CONTROL_URL: { meaning: "Origin of Maton's control plane." },
  SANDBOX: { meaning: '`1`: serve the sandbox though there is a key.' },
  SANDBOX_PORT: { meaning: 'Port of the sandbox gateway on loopback; 0 is any.' },
  SANDBOX_NOW: { unset: 'now', meaning: "The sandbox's clock, such as `2026-11-25T12:00:00Z`." },
  WRITES: {
    unset: '`0`; with the sandbox or inbound tokens `1`',
    meaning: 'Whether mutations may change Sentry; with inbound tokens the scope of each decides, and `0` forbids all.',
  },
  LINKED_ACCOUNTS: {
    unset: 'any; with inbound tokens `MATON_CONNECTION` alone',
    meaning: 'Ids that clients may name, separated by commas; `*` is any.',
  },
  LINKED_ACCOUNTS_MANAGE: {
    unset: '`0`; with the sandbox `1`',
    meaning: 'Whether linked accounts may be created and deleted.',
  },
  CACHE: { meaning: '`off`: no answer is kept, not for a moment.' },
  UPSTREAM_RPS: { meaning: 'Calls a second, for all clients of a key together. Maton allows 10.' },
  REDIS_URL: {
    unset: 'none: each process owns the budget',
    meaning: 'Redis (`redis://` or `rediss://`) through which replicas share the budget.',
  },
  MAX_CALLS: {
    meaning: 'Most upstream calls of one operation: one that must cost more is refused, as is a part that would.',
  },
  REQUEST_TIMEOUT_MS: { meaning: 'Deadline of an operation; a request may lower it with `extensions: { timeoutMs }`.' },
  CORS_ORIGINS: {
    unset: 'none; with the sandbox `*`',
    meaning: 'Origins whose browser pages may ask, separated by commas.',
  },
  ALLOWED_HOSTS: {
    unset: 'on loopback its names, else any',
    meaning: 'Host names served beside loopback ones, separated by commas.',
  },
  METRICS_PORT: {
    unset: '`/metrics` on `PORT`, on loopback alone',
    meaning: 'Port of its own for `/metrics`, on `HOST`; the main port has none then.',
  },
  TRACE_UPSTREAM: {
    meaning: '`1`: the header `traceparent` goes up to Maton and Sentry, so that their logs lead back to a request.',
  },
  GRAPHIQL: {
    unset: '`1` on loopback and with the sandbox, else `0`; `0` with strict trusted documents',
    meaning: 'Whether the page is served.',
  },
  INTROSPECTION: { meaning: '`0` hides the schema.' },
  TRUSTED_DOCUMENTS: {
    unset: 'none',
    meaning: 'A manifest of the documents that are answered; read again when it changes.',
  },
  TRUSTED_DOCUMENTS_MODE: {
    unset: '`strict`',
    meaning: '`log`: other documents are answered too, and noted in the log.',
  },
  LOG_LEVEL: { meaning: 'Lines below it are left out.' },
};

const valuesOf = ({ type, enum: values, format, minimum, maximum }: z.core.JSONSchema.BaseSchema): string => {
  if (values) return values.map((value) => `\`${value}\``).join(', ');
  if (type === 'integer') return `${minimum} to ${maximum}`;
  if (format === 'uri') return 'an origin';
  return format === 'date-time' ? 'a moment' : 'text';
};

const shown = (value: unknown): string => `\`${typeof value === 'boolean' ? Number(value) : String(value)}\``;

/** The settings as a Markdown table: names, values and defaults from the schema that reads them, meanings from above. */
export const settingsTable = (): string => {
  const { properties = {} } = z.toJSONSchema(settings, { io: 'input', unrepresentable: 'any' });
  const defaults = new Map(Object.entries(settings.parse({})));
  const rows = Object.entries(words).map(([name, { unset, meaning }]) => {
    const property = properties[name];
    const value = defaults.get(name);
    const standard = value === undefined ? (unset ?? 'none') : shown(value);
    return `| \`${name}\` | ${typeof property === 'object' ? valuesOf(property) : ''} | ${standard} | ${meaning} |`;
  });
  return ['| setting | values | default | |', '|---|---|---|---|', ...rows].join('\n');
};

/** `page` with the table between its two marks written anew. */
export const withSettings = (page: string): string =>
  page.replace(
    /(<!-- settings: .*? -->\n).*?(<!-- end of settings -->)/s,
    (_all, begin: string, end: string) => `${begin}${settingsTable()}\n${end}`,
  );
