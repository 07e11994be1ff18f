import { type IssueParts, issuePayload } from '../gateway/issue-payload.ts';
import { type IssueFilter, listIssues } from '../gateway/issues.ts';
import type { IssueKey } from '../gateway/keys.ts';
import type { Page, Place } from '../gateway/page.ts';
import type { FactsOf } from '../gateway/payload.ts';
import { optional, type Row, required, row, text } from '../gateway/read.ts';
import { bareIssues } from './bare-issues.ts';
import { runsOf } from './batch.ts';
import { gathered } from './gather.ts';
import type { Loaders } from './index.ts';
import { issueBatch, issueCalls, listNumbered } from './issue-batch.ts';
import { narrowed } from './narrowed.ts';
import type { Organization } from './organizations.ts';
import type { Project } from './projects.ts';
import type { Release } from './releases.ts';
import type { Provable, Resource } from './resource.ts';
import { Resources } from './resources.ts';

/** An issue, named by its number or short id, and what lists and its detail tell of it. */
export type Issue = Resource<IssueKey, FactsOf<typeof issuePayload>>;

const loading = gathered<IssueKey>('Issue', issueBatch, issueCalls);

/** Issues, looked up by number or short id or met in rows, and the lists of an organization and of a project. */
export class Issues extends Resources<IssueKey, FactsOf<typeof issuePayload>> {
  readonly #bare: ReturnType<typeof bareIssues>;

  constructor(loaders: Loaders) {
    super(loaders, {
      typeName: 'Issue',
      describe: ({ organization, issue }) => `Issue "${issue}" of organization "${organization}"`,
      payload: issuePayload,
      proof: 'summary',
      names: ['id', 'shortId'],
      ...loading(loaders.api),
    });
    this.#bare = bareIssues(loaders);
  }

  /** The issue of a number or short id, as far as known. `parent` only where the organization was looked up. */
  at(organization: string, issue: string, parent: Provable | null = null): Issue {
    return this.resource({ organization, issue }, parent);
  }

  /** The issue of a list row; what the row says of the search alone stays out of it. */
  of(organization: string, from: Row): Issue {
    const issue = this.at(organization, required(from, 'id', text));
    issue.learn(from);
    return issue;
  }

  /** The issue of a number alone. @throws CodedError `NOT_FOUND`, or `BAD_USER_INPUT` where the organization must be named. */
  async bare(issue: string, level: string): Promise<Issue> {
    const admitted = this.loaders.api.operation.admit(level, { calls: 1 });
    if (admitted) await admitted;
    const { organization, row: from } = await this.#bare.load({ issue, level });
    const found = this.at(organization, issue);
    found.learn(from);
    return found;
  }

  /**
   * Issues by number, as the list knows them, in calls of many. What is merged away, missing, invisible or about to go is left
   * out: nobody asks for it singly.
   */
  async listed(
    organization: string,
    numbers: readonly string[],
    parts: IssueParts,
    level: string,
  ): Promise<Map<string, Issue>> {
    const runs = runsOf(numbers.map((number) => ({ text: number })));
    const found = await Promise.all(
      runs.map((run) => {
        const ids = run.map(({ text: number }) => number);
        return listNumbered(this.loaders.api, organization, ids, parts, level);
      }),
    );
    return new Map(found.flatMap((rows) => [...rows]).map(([number, row]) => [number, this.of(organization, row)]));
  }

  /** One page of an organization's issues. */
  list(organization: Organization, filter: IssueFilter, parts: IssueParts, place: Place, level: string): Promise<Page> {
    return narrowed(organization, filter, level, (projects) =>
      this.#search(organization.key.organization, { ...filter, projects }, parts, place, level),
    );
  }

  /**
   * One page of a project's issues, asked of the organization's list: the project's own is deprecated and 5/s. Sentry looks short
   * ids and event ids up in all projects; issues of others are left out.
   */
  listOfProject(
    project: Project,
    filter: Omit<IssueFilter, 'projects'>,
    parts: IssueParts,
    place: Place,
    level: string,
  ): Promise<Page> {
    const { organization, project: name } = project.key;
    return narrowed(project, { ...filter, projects: [name] }, level, async (projects) => {
      const page = await this.#search(organization, { ...filter, projects }, parts, place, level);
      return isLookedUp(page) ? { ...page, rows: page.rows.filter((from) => !from || isIn(project, from)) } : page;
    });
  }

  /**
   * One page of the issues that a search finds by a release. For an unknown version it finds nothing, as it does without matches:
   * neither an empty page nor what Sentry says of projects shows the release.
   */
  listOfRelease(release: Release, filter: IssueFilter, parts: IssueParts, place: Place, level: string): Promise<Page> {
    const search = narrowed(release, filter, level, async (projects) => {
      const page = await this.#search(release.key.organization, { ...filter, projects }, parts, place, level);
      if (place.cursor === null && page.rows.length === 0) await release.check(level);
      return page;
    });
    return release.through(level, search);
  }

  /**
   * What looks like a short id is looked up; where it is none, Sentry searches for the word alone, without the other terms, so
   * that the whole search is a call of its own.
   */
  async #search(
    organization: string,
    filter: IssueFilter,
    parts: IssueParts,
    place: Place,
    level: string,
  ): Promise<Page> {
    const fetch = (wanted: IssueFilter) => listIssues(this.loaders.api, organization, wanted, parts, place, level);
    const search = { ...filter, shortId: null };
    if (filter.shortId === null || place.cursor !== null) return fetch(search);
    const page = await fetch(filter);
    return isLookedUp(page) || filter.query === filter.shortId ? page : fetch(search);
  }
}

/** Whether Sentry answered with what it looked up; every page of a search comes with a Link. */
const isLookedUp = ({ links }: Page): boolean => links.next === null && links.previous === null;

const isIn = (project: Project, from: Row): boolean => {
  const stub = required(from, 'project', row);
  const names = [project.known('id'), project.known('slug'), project.key.project];
  return ['id', 'slug'].some((name) => names.includes(optional(stub, name, text) ?? undefined));
};
