import { Pool } from 'undici';

// biome-ignore lint/suspicious/noExplicitAny: code written by hand for one answer reads its JSON as it is.
export type Row = any;

type Query = Readonly<Record<string, string | number | readonly string[]>>;

/** Sentry's and Maton's REST as a plain client sees them. Paths are below Sentry's `/api/0`, or Maton's own. */
export type Rest = {
  get(path: string, query?: Query): Promise<Row>;
  /** A page of a list, and whether another follows. */
  page(path: string, query?: Query): Promise<{ rows: Row; hasNextPage: boolean }>;
  send(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: object): Promise<Row>;
  /** The same through one linked account. */
  through(account: string): Rest;
};

const textOf = (query: Query): string => {
  const parameters = Object.entries(query).flatMap(([name, value]) =>
    [value].flat().map((each): [string, string] => [name, String(each)]),
  );
  return parameters.length > 0 ? `?${new URLSearchParams(parameters)}` : '';
};

/** Opens a client that counts its calls. */
export const openRest = (origin: string, key: string) => {
  const pool = new Pool(origin);
  let calls = 0;
  const restOf = (account: string | null): Rest => {
    const ask = async (method: string, path: string, query: Query = {}, body?: object) => {
      calls += 1;
      const prefix = path.startsWith('/connections') ? '' : '/sentry/api/0';
      const answer = await pool.request({
        method,
        path: `${prefix}${path}${textOf(query)}`,
        headers: {
          authorization: `Bearer ${key}`,
          ...(account && { 'maton-connection': account }),
          ...(body && { 'content-type': 'application/json' }),
        },
        ...(body && { body: JSON.stringify(body) }),
      });
      const text = await answer.body.text();
      if (answer.statusCode >= 300) throw new Error(`${answer.statusCode} at ${method} ${path}: ${text}`);
      return { headers: answer.headers, json: text === '' ? null : JSON.parse(text) };
    };
    return {
      get: async (path, query) => (await ask('GET', path, query)).json,
      page: async (path, query) => {
        const { headers, json } = await ask('GET', path, query);
        return { rows: json, hasNextPage: /rel="next"; results="true"/.test(String(headers.link)) };
      },
      send: async (method, path, body) => (await ask(method, path, {}, body)).json,
      through: restOf,
    };
  };
  return { rest: restOf(null), calls: () => calls, close: () => pool.close() };
};

/** Some members of a row. */
export const pick = (row: Row, ...names: readonly string[]) =>
  row && Object.fromEntries(names.map((name) => [name, row[name] ?? null]));

export const upper = (word: string): string => word.toUpperCase();

/** What a document is answered with by hand. */
export type ByHand = (rest: Rest, variables: Row) => Promise<unknown>;
