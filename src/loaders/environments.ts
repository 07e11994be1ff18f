import { listEnvironments, listProjectEnvironments, type Visibility } from '../gateway/environments.ts';
import { keyText } from '../gateway/keys.ts';
import type { Row } from '../gateway/read.ts';
import type { Loaders } from './index.ts';
import type { Organization } from './organizations.ts';
import type { Project } from './projects.ts';

/** Lists of environments, each read once in an operation. They are no resources: nothing addresses one by itself. */
export class Environments {
  readonly #loaders: Loaders;
  readonly #lists = new Map<string, Promise<Row[]>>();

  constructor(loaders: Loaders) {
    this.#loaders = loaders;
  }

  ofOrganization(organization: Organization, visibility: Visibility, level: string): Promise<Row[]> {
    const { key } = organization;
    return this.#once(`${keyText(key)}?${visibility}`, () =>
      organization.through(level, listEnvironments(this.#loaders.api, key.organization, visibility, level)),
    );
  }

  ofProject(project: Project, visibility: Visibility, level: string): Promise<Row[]> {
    const { key } = project;
    return this.#once(`${keyText(key)}?${visibility}`, () =>
      project.through(
        level,
        this.#loaders.projects.byPath(project, (slug) =>
          listProjectEnvironments(this.#loaders.api, key.organization, slug, visibility, level),
        ),
      ),
    );
  }

  #once(name: string, call: () => Promise<Row[]>): Promise<Row[]> {
    const running = this.#lists.get(name);
    if (running) {
      this.#loaders.api.operation.cost.saved('loader');
      return running;
    }
    const list = call();
    this.#lists.set(name, list);
    return list;
  }
}
