import type { GraphQLResolveInfo } from 'graphql';
import type { GraphContext } from '../context.ts';
import type { Key } from '../gateway/keys.ts';
import { limits } from '../gateway/limits.ts';
import type { Page, Place } from '../gateway/page.ts';
import type { Row } from '../gateway/read.ts';
import {
  type List,
  type PageArguments,
  type Paging,
  type PlacedRow,
  readSlice,
  type Slice,
} from '../loaders/connection.ts';
import { fingerprintIn, fingerprintOf } from '../loaders/cursor.ts';
import type { Loaders } from '../loaders/index.ts';
import { levelOf, pathKeys } from '../loaders/resource.ts';
import { builder } from './builder.ts';

/** An edge: a node and its place, and the list row it came from for what is true of it in this list only. */
export class Edge<N> {
  readonly node: N;
  readonly #placed: PlacedRow;

  constructor(node: N, placed: PlacedRow) {
    this.node = node;
    this.#placed = placed;
  }

  get row(): Row {
    return this.#placed.row;
  }

  get cursor(): string {
    return this.#placed.cursor;
  }
}

/** A page of a connection. */
export type Connection<N> = { readonly edges: readonly Edge<N>[]; readonly slice: Slice };

const PageInfo = builder.objectRef<Connection<unknown>>('PageInfo').implement({
  description: 'Where a page of a connection stands.',
  fields: (t) => ({
    hasNextPage: t.boolean({
      nullable: false,
      description:
        'Whether there is more after `endCursor`. Sentry guesses on issue lists: there the page after may be empty, and is then the last.',
      resolve: ({ slice }) => slice.hasNextPage,
    }),
    hasPreviousPage: t.boolean({
      nullable: false,
      description: 'Whether there is something before `startCursor`.',
      resolve: ({ slice }) => slice.hasPreviousPage,
    }),
    startCursor: t.string({
      description: 'Cursor of the first edge, null on an empty page.',
      resolve: ({ edges }) => edges[0]?.cursor ?? null,
    }),
    endCursor: t.string({
      description:
        'Where to continue: the cursor of the last edge. Null on an empty page, unless there is more behind it.',
      resolve: ({ slice }) => slice.end?.cursor ?? null,
    }),
  }),
});

/** What a connection type is made of. */
type ConnectionWords = {
  /** Name of the node type, such as `Issue`. */
  readonly name: string;
  /** Begins the descriptions: "A page of issues". */
  readonly page: string;
  /** "An issue in a page." */
  readonly row: string;
};

/** Makes the connection and edge types of a node type. Nodes and edges hold no nulls: a row nobody can read is left out. */
export const connectionType = <N>(nodeType: ReturnType<typeof builder.objectRef<N>>, words: ConnectionWords) => {
  const noun = words.name.replace(/\B[A-Z]/g, ' $&').toLowerCase();
  const EdgeType = builder.objectRef<Edge<N>>(`${words.name}Edge`).implement({
    description: words.row,
    fields: (t) => ({
      cursor: t.string({
        nullable: false,
        description: 'Opaque position of this row.',
        resolve: ({ cursor }) => cursor,
      }),
      node: t.field({
        type: nodeType,
        nullable: false,
        description: `The ${noun} itself.`,
        // The builder's conditional types stay unresolved while the node type is a parameter.
        resolve: ({ node }) => node as never,
      }),
    }),
  });
  const ConnectionType = builder.objectRef<Connection<N>>(`${words.name}Connection`).implement({
    description: words.page,
    fields: (t) => ({
      edges: t.field({
        type: [EdgeType],
        nullable: false,
        description: 'Rows with their cursors.',
        resolve: ({ edges }) => [...edges],
      }),
      nodes: t.field({
        type: [nodeType],
        nullable: false,
        description: 'Rows alone.',
        resolve: ({ edges }) => edges.map(({ node }) => node),
      }),
      pageInfo: t.field({
        type: PageInfo,
        nullable: false,
        description: 'Where this page stands.',
        resolve: (connection) => connection,
      }),
    }),
  });
  return { EdgeType, ConnectionType };
};

/** What a list hangs on, under whichever name it was looked up: its cursors must also be good under the others. */
type Parent = { readonly keys: readonly [Key, ...Key[]]; learnNames(level: string): Promise<void> };

/** A list behind a connection field. */
export type Listing<N> = {
  readonly loaders: Loaders;
  readonly paging: Paging;
  /** What the list hangs on. */
  readonly parent: Parent | null;
  readonly args: PageArguments & Readonly<Record<string, unknown>>;
  /** Most rows a call gives, where that is under 100. */
  readonly perCall?: number;
  fetch(place: Place, level: string): Promise<Page>;
  node(row: Row): N;
};

const defaultsOf = (info: GraphQLResolveInfo): Map<string, unknown> =>
  new Map(info.parentType.getFields()[info.fieldName]?.args.map(({ name, defaultValue }) => [name, defaultValue]));

/** The arguments that make a list what it is: neither paging ones nor those left at their default. */
const identityOf = (args: Readonly<Record<string, unknown>>, info: GraphQLResolveInfo): [string, unknown][] => {
  const defaults = defaultsOf(info);
  return Object.entries(args)
    .filter(([name]) => !['first', 'after', 'last', 'before'].includes(name))
    .filter(
      ([name, value]) => value !== undefined && JSON.stringify(value) !== JSON.stringify(defaults.get(name) ?? null),
    )
    .sort(([a], [b]) => (a < b ? -1 : 1));
};

/** A list whose fingerprints are taken when a cursor is written or read. */
class Listed implements List {
  readonly paging: Paging;
  readonly perCall: number | undefined;
  readonly fetch: List['fetch'];
  readonly #parent: Parent | null;
  readonly #identity: () => unknown;
  #own: string | undefined;
  #fingerprints: readonly [string, ...string[]] | undefined;

  constructor(
    { paging, perCall, parent }: Pick<Listing<unknown>, 'paging' | 'perCall' | 'parent'>,
    fetch: List['fetch'],
    identity: () => unknown,
  ) {
    this.paging = paging;
    this.perCall = perCall;
    this.fetch = fetch;
    this.#parent = parent;
    this.#identity = identity;
  }

  /** Taken once, and anew when names are learnt: each row of a page writes one. */
  get fingerprints(): readonly [string, ...string[]] {
    if (this.#fingerprints) return this.#fingerprints;
    const [first, ...others] = this.#parent?.keys ?? [null];
    const of = (key: unknown): string => `${this.#ownFingerprint}${fingerprintOf(key)}`;
    this.#fingerprints = [of(first), ...others.map(of)];
    return this.#fingerprints;
  }

  /** Sees to it that a cursor is known that was written under another name of what the list hangs on. */
  async meet(cursor: string | null | undefined, level: string): Promise<void> {
    const found = cursor ? fingerprintIn(cursor) : undefined;
    if (!found?.startsWith(this.#ownFingerprint) || this.fingerprints.includes(found)) return;
    await this.#parent?.learnNames(level);
    this.#fingerprints = undefined;
  }

  get #ownFingerprint(): string {
    this.#own ??= fingerprintOf(this.#identity());
    return this.#own;
  }
}

/** Reads the page a connection field asks for, and makes its rows nodes. */
export const connect = async <N>(
  listing: Listing<N>,
  context: GraphContext,
  info: GraphQLResolveInfo,
): Promise<Connection<N>> => {
  const { loaders, args, perCall } = listing;
  const level = levelOf(info.path);
  const identity = () => [info.parentType.name, info.fieldName, loaders.api.caller.account, identityOf(args, info)];
  context.rows.admit();
  const asked = Number(args.last ?? args.first ?? limits.defaultPageSize);
  const admitted = context.operation.admit(level, { calls: Math.max(1, Math.ceil(asked / (perCall ?? asked))) });
  if (admitted) await admitted;
  const list = new Listed(listing, (place) => listing.fetch(place, level), identity);
  await list.meet(args.after ?? args.before, level);
  const slice = await readSlice(list, args);
  context.rows.add(slice.edges.length);
  if (slice.fault) context.faults.push({ path: info.path, nodes: info.fieldNodes, error: slice.fault });
  if (slice.unreadable > 0) {
    context.operation.warn({
      code: 'UPSTREAM_BAD_RESPONSE',
      message: `${slice.unreadable} of the rows that Sentry sent could not be read and are left out.`,
      path: pathKeys(info.path),
    });
  }
  return { edges: slice.edges.map((placed) => new Edge(listing.node(placed.row), placed)), slice };
};
