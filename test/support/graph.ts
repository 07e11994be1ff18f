import { Kind, parse, print, type SelectionSetNode, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import { pino } from 'pino';
import { readConfig } from '../../src/config.ts';
import type { Scope } from '../../src/context.ts';
import { createGateway, type Gateway } from '../../src/gateway/http/index.ts';
import { Secret } from '../../src/gateway/http/secret.ts';
import { matonPrefix } from '../../src/gateway/http/transport.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/index.ts';
import { schema } from '../../src/schema/index.ts';
import { scopesOf } from '../../src/server/caller.ts';
import { createGraphQL } from '../../src/server/yoga.ts';

/** An answer as a client reads it. */
export type Answer = {
  // biome-ignore lint/suspicious/noExplicitAny: tests compare answers as plain JSON.
  data: any;
  errors?: { message: string; path?: (string | number)[]; extensions: Record<string, unknown> }[];
  extensions?: {
    cost: {
      calls: number;
      saved: Record<string, number>;
      retries: number;
      families: Record<string, number>;
      least: number;
      most: number;
      dearest?: { field: string; calls: number }[];
    };
    trace?: { status: number | null }[];
    warnings?: { code: string; message: string; path: (string | number)[] }[];
  };
};

/** What one document brought, and every REST call it took, in order of arrival. */
export type Asked = Answer & {
  calls: string[];
  /** When each came, in milliseconds. */
  arrivals: number[];
};

/** The clock of every test's sandbox. */
export const now = Date.parse('2026-11-25T12:00:00Z');

/** `document` with `id __typename` added to every object that has them. */
export const withIds = (document: string): string => {
  const types = new TypeInfo(schema);
  const field = (name: string) => ({ kind: Kind.FIELD, name: { kind: Kind.NAME, value: name } }) as const;
  const added = visit(
    parse(document),
    visitWithTypeInfo(types, {
      SelectionSet(node): SelectionSetNode | undefined {
        const type = types.getParentType();
        if (!type || type === schema.getQueryType() || !('getFields' in type)) return undefined;
        const names = ['__typename', ...(type.getFields().id ? ['id'] : [])];
        return { ...node, selections: [...node.selections, ...names.map(field)] };
      },
    }),
  );
  return print(added);
};

/** Takes away what `withIds` added, so that both answers can be compared. */
export const withoutIds = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutIds);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== '__typename' && name !== 'id')
      .map(([name, inner]) => [name, withoutIds(inner)]),
  );
};

/** Who asks: through which account, within which organizations, and with which scopes (left out, anyone for everything), and what else the request says. */
export type AskOptions = {
  readonly account?: string | null;
  readonly reach?: readonly string[];
  readonly scopes?: readonly Scope[];
  readonly extensions?: Record<string, unknown>;
  readonly operationName?: string;
};

/** The graph over a sandbox of its own, without Maton's rate limit. */
export type Graph = {
  readonly sandbox: Sandbox;
  readonly gateway: Gateway;
  ask(document: string, variables?: Record<string, unknown>, options?: AskOptions): Promise<Asked>;
  close(): Promise<void>;
};

export const startGraph = async (
  options: SandboxOptions = {},
  environment: Record<string, string> = {},
): Promise<Graph> => {
  const sandbox = await startSandbox({ now, rateLimit: null, ...options });
  const config = readConfig({ SANDBOX: '1', UPSTREAM_RPS: '1000', CACHE: 'off', ...environment });
  const gateway = createGateway({
    upstream: { origin: sandbox.origin, controlOrigin: sandbox.origin, prefix: matonPrefix },
    callsPerSecond: config.callsPerSecond,
    cache: config.cache,
    userAgent: 'sentry-graph/test',
  });
  const graphql = createGraphQL(config, gateway, pino({ level: process.env.TEST_LOG ?? 'silent' }));
  const ask: Graph['ask'] = async (query, variables = {}, { account = null, reach, scopes, ...rest } = {}) => {
    const from = sandbox.calls.length;
    const identity = {
      client: 'test',
      viewer: { name: null, mode: config.mode, scopes: scopes ?? scopesOf(config), offered: scopesOf(config) },
      choosable: config.choosable,
      caller: { credential: new Secret(sandbox.key), account, reach: reach ? new Set(reach) : null },
    };
    const context = { requestId: 'test', identity, headers: {}, arrived: 0, left: new AbortController().signal };
    const result = await graphql.run({ query, variables, ...rest }, context);
    const answer: Answer = JSON.parse(JSON.stringify(result));
    const recorded = sandbox.calls.slice(from);
    const calls = recorded.map(({ method, path }) => `${method} ${decodeURIComponent(path)}`);
    return { ...answer, calls, arrivals: recorded.map(({ at }) => at) };
  };
  return {
    sandbox,
    gateway,
    ask,
    close: async () => {
      await gateway.close();
      await sandbox.close();
    },
  };
};

/**
 * Asks a document as written and with `id __typename` added to every object; both must take the same calls and give the same
 * data. Gives the first answer.
 */
export const askTwice = async (graph: Graph, document: string, variables?: Record<string, unknown>): Promise<Asked> => {
  const plain = await graph.ask(document, variables);
  const full = await graph.ask(withIds(document), variables);
  const sorted = ({ calls }: Asked) => [...calls].sort();
  if (JSON.stringify(sorted(plain)) !== JSON.stringify(sorted(full))) {
    throw new Error(`ids cost calls: ${JSON.stringify(full.calls)} instead of ${JSON.stringify(plain.calls)}`);
  }
  if (JSON.stringify(withoutIds(full.data)) !== JSON.stringify(withoutIds(plain.data))) {
    throw new Error(`ids change the answer: ${JSON.stringify(full)} instead of ${JSON.stringify(plain)}`);
  }
  return plain;
};
