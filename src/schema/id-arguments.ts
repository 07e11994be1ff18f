import { badInput } from '../gateway/http/coded-error.ts';
import { identifiers } from '../gateway/http/identifiers.ts';
import type { Loaders } from '../loaders/index.ts';
import { someOf } from './arguments.ts';
import type { Naming } from './named.ts';
import { isNodeId, readNodeId } from './node-id.ts';
import { projectNaming } from './project-fields.ts';

/** Where an argument looks for its objects. */
type Place = { readonly loaders: Loaders; readonly organization: string };

/**
 * An id of an argument as Sentry's own: a node id is read as what it holds, anything else stays for the argument's own check.
 * @throws CodedError `BAD_USER_INPUT` for a node id of another kind, organization or linked account.
 */
export const ownId = (
  id: string,
  { code, parts, what }: Pick<Naming, 'code' | 'parts' | 'what'>,
  { loaders, organization }: Place,
): string => {
  if (!isNodeId(id)) return id;
  const { account, parts: read } = readNodeId(id, code, parts);
  const [owner, name = ''] = read;
  if (owner !== organization || account !== loaders.namedAccount) {
    throw badInput(`A node id names ${what} of another organization or linked account than is asked here.`);
  }
  return name;
};

/** The slugs or numeric ids of the projects that a list is narrowed to; null where it is not. @throws CodedError `BAD_USER_INPUT` */
export const projectsAsked = (ids: readonly string[] | null | undefined, place: Place): string[] | null =>
  someOf('projects', ids, (id) => identifiers.project(ownId(id, projectNaming, place)));

/** The filter of a project list by ids, which are all numbers or all node ids. @throws CodedError `BAD_USER_INPUT` */
export const projectsByIds = (
  ids: readonly string[],
  place: Place,
): { slugs: string[] | null } | { ids: string[] | null } => {
  if (!ids.some(isNodeId)) return { ids: someOf('ids', ids, identifiers.number) };
  if (!ids.every(isNodeId))
    throw badInput('"ids" holds numeric ids and node ids: give one kind, for Sentry would read both as "and".');
  return { slugs: someOf('ids', ids, (id) => ownId(id, projectNaming, place)) };
};
