import { identifiers } from '../gateway/http/identifiers.ts';
import type { Named } from './named.ts';
import { isNodeId, readNodeId } from './node-id.ts';
import type { Problems } from './problems.ts';

type Owner = Omit<Named, 'name'>;

const projectNamed = (id: string, owner: Owner | null, problems: Problems, field: readonly string[]): string | null => {
  if (!isNodeId(id)) return problems.check(id, identifiers.project, ...field);
  const node = problems.check(id, (value) => readNodeId(value, 'p', ['organization', 'projectSlug']), ...field);
  if (!node) return null;
  const [organization = '', project = ''] = node.parts;
  if (owner && (organization !== owner.organization || node.account !== owner.account)) {
    const message = `"${field.join('.')}" names a project of another organization or linked account.`;
    problems.add('CONTRADICTION', message, ...field);
  }
  return project;
};

/** The slugs or numeric ids of projects that a list of an input names by these or by node ids. Notes what is wrong. */
export const projectsNamed = (
  ids: readonly string[],
  owner: Owner | null,
  problems: Problems,
  field = 'projects',
): string[] => {
  if (ids.length === 0) problems.add('REQUIRED', `"${field}" is empty: name at least one project.`, field);
  return ids.flatMap((id, index) => projectNamed(id, owner, problems, [field, String(index)]) ?? []);
};
