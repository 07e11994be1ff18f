import { CodedError, isNotFound } from '../gateway/http/coded-error.ts';
import { isNumeric } from '../gateway/http/identifiers.ts';
import type { ProjectKey } from '../gateway/keys.ts';
import { underItsSlug } from '../gateway/moved.ts';
import { type Page, type Place, readable } from '../gateway/page.ts';
import type { FactsOf } from '../gateway/payload.ts';
import { projectPayload } from '../gateway/project-payload.ts';
import { listAllProjects, listProjects, listTeamProjects, type ProjectFilter } from '../gateway/projects.ts';
import { optional, type Row, required, text } from '../gateway/read.ts';
import { asError } from './batch.ts';
import { gathered } from './gather.ts';
import type { Loaders } from './index.ts';
import type { Organization } from './organizations.ts';
import { projectBatch, projectCalls } from './project-batch.ts';
import type { Provable, Resource } from './resource.ts';
import { Resources } from './resources.ts';
import type { Team } from './teams.ts';

/** A project, named by its slug or number, and what lists, its detail and stubs tell of it. */
export type Project = Resource<ProjectKey, FactsOf<typeof projectPayload>>;

/** The slug as far as known: a renamed project's new one, else what it was looked up by, which may be a number. */
export const slugKnown = (project: Project): string => project.known('slug') ?? project.key.project;

const loading = gathered<ProjectKey>('Project', projectBatch, projectCalls);

/** Projects, looked up by slug or number or met in rows, and the lists of an organization and of a team. */
export class Projects extends Resources<ProjectKey, FactsOf<typeof projectPayload>> {
  /** Slugs by organization and number, from every row met. */
  readonly #slugs = new Map<string, string>();

  constructor(loaders: Loaders) {
    super(loaders, {
      typeName: 'Project',
      describe: ({ organization, project }) => `Project "${project}" of organization "${organization}"`,
      payload: projectPayload,
      proof: 'summary',
      names: ['slug', 'id'],
      ...loading(loaders.api),
    });
  }

  /** The project of a slug or number, as far as known. `parent` only where the organization was looked up. */
  at(organization: string, project: string, parent: Provable | null = null): Project {
    return this.resource({ organization, project }, parent);
  }

  /** The project of a list row, or of the stub inside an issue or release. */
  of(organization: string, row: Row, { stub = false } = {}): Project {
    const slug = required(row, 'slug', text);
    const project = this.at(organization, slug);
    project.learn(row, { stub });
    const id = optional(row, 'id', text);
    if (id !== null) this.#slugs.set(`${organization}/${id}`, slug);
    return project;
  }

  /** The project of its detail, as a change of it answers: nothing that detail holds need be loaded. */
  detailed(organization: string, row: Row): Project {
    const project = this.of(organization, row);
    project.settle(['summary', 'features', 'detail']);
    return project;
  }

  /** The project of a number: from a row met before, else by a batched call. @throws CodedError `NOT_FOUND` */
  async numbered(organization: string, id: string, level: string): Promise<Project> {
    const slug = this.#slugs.get(`${organization}/${id}`);
    if (slug !== undefined) return this.at(organization, slug);
    const byNumber = this.at(organization, id);
    await byNumber.load('summary', level);
    const project = this.at(organization, byNumber.known('slug') ?? id);
    project.adopt(byNumber);
    return project;
  }

  /** One page of an organization's projects; its rows hold the wanted `parts`, of windows of `stats` one. */
  list(
    organization: string,
    filter: ProjectFilter,
    parts: ReadonlySet<string>,
    place: Place,
    level: string,
  ): Promise<Page> {
    return listProjects(this.loaders.api, organization, filter, parts, place, level);
  }

  /**
   * A list of an organization narrowed by `project=`: to numbers where known, else to what the projects were named by. One
   * that does not exist, is not visible or goes by another slug by now makes the whole list a 403, and older builds of Sentry
   * refuse every slug with 400: then those in doubt are looked up, and the list is asked once more under what that told.
   * @throws CodedError `NOT_FOUND` naming those that are not there.
   */
  async filtering<T>(
    organization: string,
    named: readonly string[],
    level: string,
    list: (names: readonly string[]) => Promise<T>,
  ): Promise<T> {
    const projects = [...new Set(named)].map((name) => this.at(organization, name));
    const asked = filterNames(projects);
    try {
      return await list(asked);
    } catch (error) {
      const isUnseen = isUnseenProject(error);
      if (!isUnseen && !refusesSlug(error)) throw error;
      const inDoubt = projects.filter(
        (project) => project.known('id') === undefined && (isUnseen || !isNumeric(project.key.project)),
      );
      await learnNumbers(inDoubt, level);
      const learnt = filterNames(projects);
      if (learnt.join() === asked.join()) throw error;
      return list(learnt);
    }
  }

  /** Reads something by a project's own path. A renamed project's new slug is learnt, and asked from then on. */
  byPath<T>(project: Project, get: (name: string) => Promise<T>): Promise<T> {
    const { project: name } = project.key;
    const moved = (slug: string) => project.learn({ slug }, { stub: true });
    return underItsSlug(isNumeric(name) ? name : slugKnown(project), get, moved);
  }

  /** One page of a team's projects, by slug. */
  listOfTeam(team: Team, parts: ReadonlySet<string>, place: Place, level: string): Promise<Page> {
    const { organization, team: name } = team.key;
    return team.through(level, listTeamProjects(this.loaders.api, organization, name, parts, place, level));
  }

  /** Every project of an organization, in one call. */
  async all(organization: Organization, parts: ReadonlySet<string>, level: string): Promise<Project[]> {
    const { key } = organization;
    const page = await organization.through(level, listAllProjects(this.loaders.api, key.organization, parts, level));
    return readable(page).map((row) => this.of(key.organization, row));
  }
}

/** What `project=` is given for some projects. */
const filterNames = (projects: readonly Project[]): string[] => [
  ...new Set(projects.map((project) => project.known('id') ?? slugKnown(project))),
];

/** Looks projects up, in one batch. @throws CodedError one `NOT_FOUND` for all that are not there. */
const learnNumbers = async (projects: readonly Project[], level: string): Promise<void> => {
  const outcomes = await Promise.all(projects.map((project) => project.load('summary', level).catch(asError)));
  const missing = projects.filter((_, index) => isNotFound(outcomes[index]));
  const [first, second] = missing;
  if (first && second) {
    const names = missing.map(({ key }) => `"${key.project}"`).join(', ');
    throw new CodedError(
      'NOT_FOUND',
      `Projects ${names} of organization "${first.key.organization}" do not exist or are not visible to the linked account.`,
    );
  }
  const failure = outcomes.find(isNotFound) ?? outcomes.find((outcome) => outcome instanceof Error);
  if (failure) throw failure;
};

/** A project that does not exist or is not visible makes the whole list a 403. */
const isUnseenProject = (error: unknown): boolean => error instanceof CodedError && error.upstreamStatus === 403;

/** A 400 that does not speak of the search or the cursor may be an old build's word on a slug in `project=`. */
const refusesSlug = (error: unknown): boolean =>
  error instanceof CodedError &&
  error.upstreamStatus === 400 &&
  error.code === 'BAD_USER_INPUT' &&
  !/(?:search|invalid) query|cursor/i.test(error.message);
