import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  getArgumentValues,
  getNamedType,
  getNullableType,
  isInterfaceType,
  isListType,
  isObjectType,
} from 'graphql';
import { limits } from '../../gateway/limits.ts';
import { type Arguments, type Asked, type Calls, type FieldCost, noCall, type Together } from '../field-cost.ts';
import { costOf, type Document, fieldsBeneath, partOf, type Selected } from '../selected.ts';
import { partsWanted, type Selecting, selects, wantsOnly } from '../selection.ts';

/** Rows of a list of no known size, for a number. */
const assumedRows = 100;

/** A field as it is asked in a document, with what that means for its price. */
export type Reading = {
  readonly field: GraphQLField<unknown, unknown>;
  readonly cost: FieldCost;
  /** Its name in the answer. */
  readonly name: string;
  readonly args: Arguments;
  readonly selecting: Selecting;
  /** The type it gives, alone or in a list. */
  readonly inner: GraphQLNamedType;
  readonly isComposite: boolean;
  /** The types of its objects, one for each, where an interface is told apart by arguments. */
  readonly types: readonly string[] | undefined;
  readonly isList: boolean;
  /** Most objects that it gives. */
  readonly size: number;
  readonly isSizeKnown: boolean;
  readonly isConnection: boolean;
  /** Parts of its rows' payload that are wanted of a connection. */
  readonly wanted: ReadonlySet<string>;
  readonly isLookup: boolean;
  /** The linked account that it leads to, where it leads to one. */
  readonly account: string | undefined;
  /** Calls of its own. */
  readonly own: Calls;
  /** What it asks of calls that it shares with other fields of its object. */
  readonly together: Together | undefined;
  /** The part it is read from, unless its own calls stand for that. */
  readonly part: string | undefined;
};

const isList = ({ type }: GraphQLField<unknown, unknown>): boolean => isListType(getNullableType(type));

/** Rows that a connection is asked for. */
export const pageSize = ({ first, last }: Arguments): number =>
  Math.min(limits.pageSize, Math.max(1, Number(last ?? first ?? limits.defaultPageSize)));

/** A page of no known place before a row may be empty without a call. */
const pageCalls = (args: Arguments, cost: FieldCost, wanted: ReadonlySet<string>): Calls => {
  const isShort = cost.shortWithBodies && wanted.has('body');
  const most = isShort ? Math.ceil(pageSize(args) / limits.bodiesPerPage) : 1;
  return { least: (args.last ?? null) === null ? 1 : 0, most };
};

const argumentsOf = ({ field, nodes: [node] }: Selected, { variableValues }: Document): Arguments =>
  node ? getArgumentValues(field, node, variableValues) : {};

const togetherOf = ({ together }: FieldCost, args: Arguments, { most }: Calls): Together | undefined =>
  typeof together === 'string' ? { name: together, items: [], calls: () => most } : together?.(args);

/**
 * Reads a field, or throws what its resolver will throw: then it makes no call. `page` is how many rows a page holds, where it
 * is asked of one.
 */
export const read = (selected: Selected, above: Arguments, page: number | null, document: Document): Reading => {
  const { field, nodes } = selected;
  const cost = costOf(selected);
  const args = argumentsOf(selected, document);
  const selecting: Selecting = { ...document, fieldNodes: nodes, returnType: field.type };
  const inner = getNamedType(field.type);
  const asked: Asked = {
    args,
    above,
    wants: (name) => selects(selecting, name),
    wantsOnly: (names) => wantsOnly(selecting, names),
  };
  const isConnection = inner.name.endsWith('Connection');
  const told = typeof cost.calls === 'function' ? cost.calls(asked) : (cost.calls ?? noCall);
  const wanted = isConnection ? partsWanted(selecting) : new Set<string>();
  const pages = isConnection ? pageCalls(args, cost, wanted) : noCall;
  const own = { least: told.least + pages.least, most: told.most + pages.most };
  const known = typeof cost.size === 'function' ? cost.size(args) : cost.size;
  const isMany = isList(field);
  return {
    field,
    cost,
    name: nodes[0]?.alias?.value ?? field.name,
    args,
    selecting,
    inner,
    isComposite: isObjectType(inner) || isInterfaceType(inner),
    types: cost.types?.(args),
    isList: isMany,
    size: isMany ? (page ?? known ?? assumedRows) : 1,
    isSizeKnown: !isMany || page !== null || known !== undefined,
    isConnection,
    wanted,
    isLookup: typeof cost.lookup === 'function' ? cost.lookup(args) : cost.lookup === true,
    account: cost.account?.(args),
    own,
    together: togetherOf(cost, args, own),
    part: own.most > 0 && !cost.beside ? undefined : partOf(selected, document),
  };
};

/** Whether something selected of a looked-up object makes a call that shows that it is there. */
export const proof = (
  type: GraphQLObjectType,
  { fieldNodes }: Selecting,
  document: Document,
): 'sure' | 'perhaps' | 'none' => {
  const free = fieldsBeneath(fieldNodes, type, document).map((selected) => costOf(selected).free);
  if (free.includes(undefined)) return 'sure';
  return free.some((is) => typeof is === 'function') ? 'perhaps' : 'none';
};
