import { organizationOf } from '../lookup.ts';
import { offsetList } from '../params.ts';
import { repositoryPayload } from '../payloads/commit.ts';
import type { Reply } from '../reply.ts';
import type { Scope } from '../scope.ts';

/** `GET /organizations/{org}/repos/`. */
export function listRepositories(scope: Scope): Reply {
  const organization = organizationOf(scope);
  const query = (scope.query.get('query') ?? '').toLowerCase();
  const rows = organization.repositories
    .filter(({ name }) => name.toLowerCase().includes(query))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return offsetList(scope, organization.slug, rows, repositoryPayload);
}
