import { CodedError } from '../gateway/http/coded-error.ts';
import { type IdentifierKind, identifiers } from '../gateway/http/identifiers.ts';
import { decodeNodeId, isNodeId, type NodeId, readNodeId } from './node-id.ts';
import type { Problems } from './problems.ts';

/** An object that an input names: the linked account it is reached through, its organization, and what it is called there. */
export type Named = {
  /** Null is the account of the request. */
  readonly account: string | null;
  readonly organization: string;
  readonly name: string;
  /** Whether a node id named it, which Sentry has given before. */
  readonly byNodeId: boolean;
};

/** How a kind of object is named: the code and parts of its node ids, and what it may be called within its organization. */
export type Naming = {
  readonly code: string;
  readonly parts: readonly IdentifierKind[];
  readonly within: IdentifierKind;
  /** "a team", for messages. */
  readonly what: string;
};

const read = (id: string, { code, parts }: Pick<Naming, 'code' | 'parts'>, problems: Problems, field: string) =>
  problems.check<NodeId>(id, (value) => readNodeId(value, code, parts), field);

/** Whether a text stands for a node id. Versions alone may look like one (`v1.2.3`): of them only what reads as one is. */
const isNodeIdOf = (id: string, { within }: Naming): boolean => {
  if (!isNodeId(id) || within !== 'version') return isNodeId(id);
  try {
    return decodeNodeId(id).code !== '';
  } catch {
    return false;
  }
};

/**
 * Reads what `input` names by `id`: a node id alone, or Sentry's id, slug or version together with `organization`. Notes what
 * is wrong and gives null then.
 */
export const objectNamed = (
  { organization, id }: { readonly organization?: string | null | undefined; readonly id: string },
  naming: Naming,
  problems: Problems,
  field = 'id',
): Named | null => {
  if (isNodeIdOf(id, naming)) {
    const node = read(id, naming, problems, field);
    if (!node) return null;
    const [owner = '', name = ''] = node.parts;
    if (organization && organization !== owner) {
      problems.add(
        'CONTRADICTION',
        `"${field}" names ${naming.what} of another organization than "organization".`,
        'organization',
      );
    }
    return { account: node.account, organization: owner, name, byNodeId: true };
  }
  if (!organization) {
    problems.add(
      'REQUIRED',
      `Give the "organization" as well: "${field}" names ${naming.what} without it only as a node id.`,
      'organization',
    );
  }
  const owner = organization && problems.check(organization, identifiers.organization, 'organization');
  const name = problems.check(id, identifiers[naming.within], field);
  return owner && name !== null ? { account: null, organization: owner, name, byNodeId: false } : null;
};

/** Reads an organization named by its node id or slug. */
export const organizationNamed = (
  id: string,
  problems: Problems,
  field = 'organization',
): Omit<Named, 'name'> | null => {
  if (isNodeId(id)) {
    const node = read(id, { code: 'o', parts: ['organization'] }, problems, field);
    return node && { account: node.account, organization: node.parts[0] ?? '', byNodeId: true };
  }
  const organization = problems.check(id, identifiers.organization, field);
  return organization === null ? null : { account: null, organization, byNodeId: false };
};

/** What an input names, once all that is wrong with it has been told. */
export const named = <T>(found: T | null, problems: Problems): T => {
  problems.done();
  if (found === null) throw new CodedError('INTERNAL_SERVER_ERROR', 'An input that names nothing passed its checks.');
  return found;
};
