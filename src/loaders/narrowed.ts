import type { Page } from '../gateway/page.ts';
import type { Organization } from './organizations.ts';
import type { Project } from './projects.ts';
import type { Release } from './releases.ts';

/** What a list of an organization is narrowed to; null is no limit. */
type Narrowing = { readonly projects: readonly string[] | null };

/**
 * One page of an organization's list, asked for `parent` and narrowed to some projects. `list` is given their names for
 * `project=`; its success proves the parent.
 */
export const narrowed = (
  parent: Organization | Project | Release,
  { projects }: Narrowing,
  level: string,
  list: (projects: readonly string[] | null) => Promise<Page>,
): Promise<Page> => {
  const { loaders, key } = parent;
  // Beneath what recovers unknown projects: Sentry's word on those is no word on the parent, which would have been a 404.
  const ask = (names: readonly string[] | null) => parent.through(level, list(names));
  return projects === null ? ask(null) : loaders.projects.filtering(key.organization, projects, level, ask);
};
