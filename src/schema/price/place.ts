import type { FieldNode, GraphQLObjectType } from 'graphql';
import type { Planned } from '../../gateway/plan.ts';
import type { Arguments } from '../field-cost.ts';
import type { Known, Page } from './known.ts';
import { type Identity, type Least, ownIdentity } from './least.ts';

/** Objects of one type that a selection is asked of. */
export type Place = {
  readonly type: GraphQLObjectType;
  readonly nodes: readonly FieldNode[];
  /** Response path of their fields, up to the name. */
  readonly path: string;
  readonly parent: Planned | null;
  /** Arguments of the field that gave them. */
  readonly above: Arguments;
  /** Most of them there can be. */
  readonly count: number;
  readonly page: Page | null;
  readonly known: Known | null;
  /** What the row they stand in has to load, where they are inside one. */
  readonly row: Tally | null;
  /** Whether one of them is there at once, so that it is asked whatever the upstream says. */
  readonly isSure: boolean;
  readonly identity: Identity;
};

/** What the fields of one place have in common. */
export type Tally = {
  readonly least: Least;
  /** What was asked of calls that fields share, by their name. */
  readonly together: Map<string, readonly unknown[]>;
  /** Parts that have to be loaded, and those that surely are. */
  readonly missing: Set<string>;
  readonly surelyMissing: Set<string>;
  /** The level that loads them. */
  loading: string | undefined;
  /** That of the row in which the objects of this place stand: it loads what they miss. */
  readonly row: Tally | null;
};

/** Where an operation begins. */
export const rootPlace = (type: GraphQLObjectType, nodes: readonly FieldNode[]): Place => ({
  type,
  nodes,
  path: '',
  parent: null,
  above: {},
  count: 1,
  page: null,
  known: null,
  row: null,
  isSure: true,
  identity: ownIdentity,
});

/** A tally of nothing. */
export const newTally = (least: Least, row: Tally | null): Tally => ({
  least,
  together: new Map(),
  missing: new Set(),
  surelyMissing: new Set(),
  loading: undefined,
  row,
});
