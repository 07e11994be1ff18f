import { identifiers } from '../gateway/http/identifiers.ts';
import type { Named } from './named.ts';
import { isNodeId, readNodeId } from './node-id.ts';
import type { Problems } from './problems.ts';

type Owner = Omit<Named, 'name'>;

/** What projects may be named by beside node ids: slugs and numbers, or slugs alone. */
type Within = 'project' | 'projectSlug';

const projectNamed = (
  id: string,
  owner: Owner | null,
  problems: Problems,
  within: Within,
  field: readonly string[],
): string | null => {
  if (!isNodeId(id)) return problems.check(id, identifiers[within], ...field);
  const node = problems.check(id, (value) => readNodeId(value, 'p', ['organization', 'projectSlug']), ...field);
  if (!node) return null;
  const [organization = '', project = ''] = node.parts;
  if (owner && (organization !== owner.organization || node.account !== owner.account)) {
    const message = `"${field.join('.')}" names a project of another organization or linked account.`;
    problems.add('CONTRADICTION', message, ...field);
  }
  return project;
};

/** The projects that a list of an input names by node ids, or by what `within` says. Notes what is wrong. */
export const projectsNamed = (
  ids: readonly string[],
  owner: Owner | null,
  problems: Problems,
  within: Within = 'project',
): string[] => {
  const field = 'projects';
  if (ids.length === 0) problems.add('REQUIRED', `"${field}" is empty: name at least one project.`, field);
  return ids.flatMap((id, index) => projectNamed(id, owner, problems, within, [field, String(index)]) ?? []);
};
