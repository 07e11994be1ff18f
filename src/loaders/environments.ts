import { listEnvironments, listProjectEnvironments, type Visibility } from '../gateway/environments.ts';
import { keyText } from '../gateway/keys.ts';
import type { Row } from '../gateway/read.ts';
import type { Loaders } from './index.ts';
import { Once } from './once.ts';
import type { Organization } from './organizations.ts';
import type { Project } from './projects.ts';

/** Lists of environments, each read once in an operation. They are no resources: nothing addresses one by itself. */
export class Environments {
  readonly #loaders: Loaders;
  readonly #lists: Once<Row[]>;

  constructor(loaders: Loaders) {
    this.#loaders = loaders;
    this.#lists = new Once(loaders.api);
  }

  /** Environments of all projects of an organization, by name. */
  ofOrganization(organization: Organization, visibility: Visibility, level: string): Promise<Row[]> {
    const { key } = organization;
    return this.#lists.get(`${keyText(key)}?${visibility}`, level, (api) =>
      organization.through(level, listEnvironments(api, key.organization, visibility, level)),
    );
  }

  /** Environments of a project, by name. */
  ofProject(project: Project, visibility: Visibility, level: string): Promise<Row[]> {
    const { key } = project;
    return this.#lists.get(`${keyText(key)}?${visibility}`, level, (api) =>
      project.through(
        level,
        this.#loaders.projects.byPath(project, (slug) =>
          listProjectEnvironments(api, key.organization, slug, visibility, level),
        ),
      ),
    );
  }
}
