import { CodedError, isNotFound } from '../gateway/http/coded-error.ts';
import type { Page } from '../gateway/page.ts';
import type { Organization } from './organizations.ts';
import type { Project } from './projects.ts';
import type { Release } from './releases.ts';

/** What a list of an organization is narrowed to; null is no limit. */
type Narrowing = {
  readonly projects: readonly string[] | null;
  readonly environments: readonly string[] | null;
};

/** An environment that the organization does not have is a 404 of Sentry's, which does not tell which of several it is. */
export const unknownEnvironment = (environments: readonly string[]): CodedError => {
  const which = environments.length === 1 ? 'the environment' : 'all of the environments';
  return new CodedError('NOT_FOUND', `Sentry does not know ${which} ${environments.join(', ')}.`);
};

/**
 * One page of an organization's list, asked for `parent` and narrowed to some projects and environments. `list` is given the
 * names for `project=`; its success proves the parent.
 * @throws CodedError `NOT_FOUND` naming the parent, the projects or the environments that are not there.
 */
export const narrowed = (
  parent: Organization | Project | Release,
  { projects, environments }: Narrowing,
  level: string,
  list: (projects: readonly string[] | null) => Promise<Page>,
): Promise<Page> => {
  const { loaders, key } = parent;
  // Beneath what recovers unknown projects: Sentry's word on those is no word on the parent, which would have been a 404.
  const ask = async (names: readonly string[] | null): Promise<Page> => {
    try {
      return await parent.through(level, list(names));
    } catch (error) {
      throw isNotFound(error) && parent.proved && environments !== null ? unknownEnvironment(environments) : error;
    }
  };
  return projects === null ? ask(null) : loaders.projects.filtering(key.organization, projects, level, ask);
};
