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

const find = (id: string, context: GraphContext, info: GraphQLResolveInfo, path: ResponsePath = info.path) => {
  const node = decodeNodeId(id);
  const kind = kinds.get(node.code);
  if (!kind) throw badInput('This is not a node id of this graph: use one that a field "id" has given.');
  const parts = partsOf(node, kind.parts);
  return lookup(kind.find(context.loadersFor(node.account), parts), kind.type, context, info, path);
};

/** A node id holds number, slug or version, whichever its object is known by. */
const byNodeId: FieldCost = { lookup: true, gives: { members: ['id', 'slug', 'version'] }, veiled: true };

builder.queryFields((t) => ({
  node: t.field({
    type: Node,
    description: `Any object by its node id; null with \`NOT_FOUND\` where it is gone. ${lookupCost}`,
    args: { id: t.arg.id({ required: true, description: 'Id as given by a field `id`.' }) },
    ...costing(byNodeId),
    resolve: (_root, { id }, context, info) => find(id, context, info),
  }),
  nodes: t.field({
    type: [Node],
    nullable: { list: false, items: true },
    description: 'Several objects by their node ids, in the same order, batched by type.',
    args: {
      ids: t.arg.idList({ required: true, description: `Ids as given by fields \`id\`, at most ${limits.nodeIds}.` }),
    },
    ...costing({ ...byNodeId, size: ({ ids }) => (Array.isArray(ids) ? ids.length : 0) }),
    resolve: (_root, { ids }, context, info) => {
      if (ids.length > limits.nodeIds)
        throw badInput(`"ids" holds ${ids.length} ids: ask for at most ${limits.nodeIds} at once.`);
      return ids.map(async (id, index) => find(id, context, info, { prev: info.path, key: index }));
    },
  }),
}));
