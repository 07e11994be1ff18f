import type { GraphQLResolveInfo } from 'graphql';
import type { GraphContext } from '../context.ts';
import { badInput } from '../gateway/http/coded-error.ts';
import type { IdentifierKind } from '../gateway/http/identifiers.ts';
import { limits } from '../gateway/limits.ts';
import type { Loaders } from '../loaders/index.ts';
import type { Provable, ResponsePath } from '../loaders/resource.ts';
import { builder } from './builder.ts';
import { costing, type FieldCost } from './field-cost.ts';
import { lookup, lookupCost } from './lookup.ts';
import { free } from './member.ts';
import { decodeNodeId, partsOf } from './node-id.ts';

/** An object that can be fetched again by its id. */
export type NodeObject = Provable & {
  readonly typeName: string;
  check(level: string): Promise<void>;
  expect(parts: readonly string[]): void;
};

type NodeKind = {
  /** Name of the object type. */
  readonly type: string;
  /** What the parts of its key are. */
  readonly parts: readonly IdentifierKind[];
  /** Finds the object of a key, without a call. */
  find(loaders: Loaders, parts: readonly string[]): NodeObject;
};

const kinds = new Map<string, NodeKind>();

/** Says how node ids that begin with `code` are read. Codes are part of ids that clients keep: they never change. */
export const nodeKind = (code: string, kind: NodeKind): void => {
  kinds.set(code, kind);
};

/** A field of an interface, which each type that implements it resolves for itself. */
export const byImplementer = {
  resolve: (): never => {
    throw new Error('An interface does not resolve its fields.');
  },
};

export const Node = builder.interfaceRef<NodeObject>('Node').implement({
  description: 'An object that can be fetched again by its id.',
  fields: (t) => ({
    id: t.id({
      nullable: false,
      description:
        'Opaque id, unique in this graph; it carries the organization and, where it is not the default, the linked account.',
      ...free,
      ...byImplementer,
    }),
  }),
  resolveType: (node) => node.typeName,
});

/** @throws CodedError `BAD_USER_INPUT` where it is malformed. */
const read = (id: string) => {
  const node = decodeNodeId(id);
  const kind = kinds.get(node.code);
  if (!kind) throw badInput('This is not a node id of this graph: use one that a field "id" has given.');
  return { node, kind, parts: partsOf(node, kind.parts) };
};

/** The types that node ids name; malformed ones name none. */
const typesOf = (ids: unknown): string[] =>
  (Array.isArray(ids) ? ids : []).flatMap((id) => {
    try {
      return [read(String(id)).kind.type];
    } catch {
      return [];
    }
  });

const find = (id: string, context: GraphContext, info: GraphQLResolveInfo, path: ResponsePath = info.path) => {
  const { node, kind, parts } = read(id);
  return lookup(kind.find(context.loadersFor(node.account), parts), kind.type, context, info, path);
};

/** A node id holds number or slug, whichever its object is known by. */
const byNodeId: FieldCost = { lookup: true, gives: { key: ['id', 'slug'] }, veiled: true };

builder.queryFields((t) => ({
  node: t.field({
    type: Node,
    description: `Any object by its node id; null with \`NOT_FOUND\` where it is gone. ${lookupCost}`,
    args: { id: t.arg.id({ required: true, description: 'Id as given by a field `id`.' }) },
    ...costing({ ...byNodeId, types: ({ id }) => typesOf([id]) }),
    resolve: (_root, { id }, context, info) => find(id, context, info),
  }),
  nodes: t.field({
    type: [Node],
    nullable: { list: false, items: true },
    description:
      'Several objects by their node ids, in the same order. Those of one type share batched calls; an event or a linked account takes a call of its own.',
    args: {
      ids: t.arg.idList({ required: true, description: `Ids as given by fields \`id\`, at most ${limits.nodeIds}.` }),
    },
    ...costing({
      ...byNodeId,
      types: ({ ids }) => typesOf(ids),
      size: ({ ids }) => (Array.isArray(ids) ? ids.length : 0),
    }),
    resolve: (_root, { ids }, context, info) => {
      if (ids.length > limits.nodeIds)
        throw badInput(`"ids" holds ${ids.length} ids: ask for at most ${limits.nodeIds} at once.`);
      return ids.map(async (id, index) => find(id, context, info, { prev: info.path, key: index }));
    },
  }),
}));
