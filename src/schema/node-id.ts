import { badInput } from '../gateway/http/coded-error.ts';
import { type IdentifierKind, identifiers } from '../gateway/http/identifiers.ts';
import { limits } from '../gateway/limits.ts';
import type { Loaders } from '../loaders/index.ts';

const version = 'v1.';

/** What a node id says: a kind of object, the linked account it was reached through if one was named, and its key. */
export type NodeId = { readonly code: string; readonly account: string | null; readonly parts: readonly string[] };

/**
 * The opaque text of a node id. It holds a dot, which no slug and no id of Maton's may hold, so that an input that takes
 * either can tell them apart.
 */
export const encodeNodeId = ({ code, account, parts }: NodeId): string => {
  const text = [code, account ?? '', ...parts].map(encodeURIComponent).join('/');
  return `${version}${Buffer.from(text).toString('base64url')}`;
};

const malformed = () => badInput('This is not a node id of this graph: use one that a field "id" has given.');

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    throw malformed();
  }
};

/**
 * Reads a node id, without its key parts being checked: `partsOf` does that.
 * @throws CodedError `BAD_USER_INPUT` where it is malformed.
 */
export const decodeNodeId = (id: string): NodeId => {
  if (!id.startsWith(version) || id.length > limits.nodeIdLength) throw malformed();
  const text = Buffer.from(id.slice(version.length), 'base64url').toString('utf8');
  const [code = '', account = '', ...parts] = text.split('/').map(decoded);
  const node = { code, account: account === '' ? null : identifiers.account(account), parts };
  if (encodeNodeId(node) !== id) throw malformed();
  return node;
};

/** Checks the key parts of a node id by their kinds, like direct input. */
export const partsOf = ({ parts }: NodeId, kinds: readonly IdentifierKind[]): string[] => {
  if (parts.length !== kinds.length) throw malformed();
  return kinds.map((kind, index) => identifiers[kind](parts[index] ?? ''));
};

/** Whether a text can only be a node id: no slug, number or id of Maton's holds a dot after `v1`. */
export const isNodeId = (text: string): boolean => text.startsWith(version);

/** A node id that must name a thing of one kind, its parts checked. @throws CodedError `BAD_USER_INPUT` */
export const readNodeId = (id: string, code: string, kinds: readonly IdentifierKind[]): NodeId => {
  const node = decodeNodeId(id);
  if (node.code !== code) throw badInput('This node id names another kind of object.');
  return { ...node, parts: partsOf(node, kinds) };
};

/** The node id of an object met through `loaders`. */
export const nodeIdOf = (loaders: Loaders, code: string, ...parts: string[]): string =>
  encodeNodeId({ code, account: loaders.namedAccount, parts });
