import { CodedError } from '../gateway/http/coded-error.ts';
import { isNumeric } from '../gateway/http/identifiers.ts';
import { getBareIssue, getIssue } from '../gateway/issue-detail.ts';
import { issueDetailParts, issuePayload } from '../gateway/issue-payload.ts';
import { issueRow } from '../gateway/issue-rows.ts';
import { type IssueFilter, type IssueParts, listIssues, listIssuesById, searchIssuesById } from '../gateway/issues.ts';
import type { IssueKey } from '../gateway/keys.ts';
import { limits } from '../gateway/limits.ts';
import { listOrganizations } from '../gateway/organizations.ts';
import { type Page, type Place, readable, rowsBy, wholePage } from '../gateway/page.ts';
import type { FactsOf } from '../gateway/payload.ts';
import { member, type Row, required, text } from '../gateway/read.ts';
import { type Batch, batched, eachGroup, type Found, readKeys, type Wanted } from './batch.ts';
import type { Loaders } from './index.ts';
import type { Project } from './projects.ts';
import type { Provable, Resource } from './resource.ts';
import { Resources } from './resources.ts';

export type Issue = Resource<IssueKey, FactsOf<typeof issuePayload>>;

export class Issues extends Resources<IssueKey, FactsOf<typeof issuePayload>> {
  constructor(loaders: Loaders) {
    super(loaders, {
      typeName: 'Issue',
      describe: ({ organization, issue }) => `Issue "${issue}" of organization "${organization}"`,
      payload: issuePayload,
      proof: 'summary',
      load: batched(batchFor(loaders)),
    });
  }

  /** The issue of a number or short id, as far as known. `parent` only where the organization was looked up. */
  at(organization: string, issue: string, parent: Provable | null = null): Issue {
    return this.resource({ organization, issue }, parent);
  }

  /** The issue of a list row; what the row says of the search alone stays out of it. */
  of(organization: string, row: Row): Issue {
    const issue = this.at(organization, required(row, 'id', text));
    issue.learn(row);
    return issue;
  }

  /** The issue of a number alone. @throws CodedError `NOT_FOUND`, or `BAD_USER_INPUT` where the organization must be named. */
  async bare(issue: string, level: string): Promise<Issue> {
    const { organization, row } = await findBareIssue(this.loaders, issue, level);
    const found = this.at(organization, issue);
    found.learn(row);
    return found;
  }

  list(organization: string, filter: IssueFilter, parts: IssueParts, place: Place, level: string): Promise<Page> {
    return listIssues(this.loaders.api, organization, filter, parts, place, level);
  }

  /** One page of a project's issues, asked of the organization's list: the project's own is deprecated and 5/s. */
  listOfProject(
    project: Project,
    filter: Omit<IssueFilter, 'projects'>,
    parts: IssueParts,
    place: Place,
    level: string,
  ): Promise<Page> {
    return this.loaders.projects.filtering(project, level, (name) =>
      this.list(project.key.organization, { ...filter, projects: [name] }, parts, place, level),
    );
  }
}

const isPendingRemoval = (row: Row): boolean => /^pending_(deletion|merge)$/.test(String(member(row, 'status')));

const partsOf = (run: readonly Wanted<IssueKey>[]): Set<string> => new Set(run.flatMap(({ parts }) => [...parts]));

const needsDetail = ({ parts }: Wanted<IssueKey>): boolean => [...parts].some((part) => issueDetailParts.has(part));

/**
 * Numbers by `group=`, even a lone one: detail is 5/s. Where Sentry should ever refuse that undocumented form, by the
 * documented search. Short ids by the same search if several, else by detail. What the lists leave out may be merged or older
 * than 90 days: detail has the last word, as it has on parts of its own.
 */
const batchFor =
  (loaders: Loaders): Batch<IssueKey> =>
  (wanted, level) =>
    eachGroup(
      wanted,
      ({ organization, issue }) => `${organization}/${isNumeric(issue) ? 'number' : 'short'}`,
      (group) => {
        const { key } = group[0] ?? { key: { organization: '', issue: '' } };
        return isNumeric(key.issue)
          ? readNumbered(loaders, key.organization, group, level)
          : readByShortId(loaders, key.organization, group, level);
      },
    );

const readNumbered = async (
  loaders: Loaders,
  organization: string,
  wanted: readonly Wanted<IssueKey>[],
  level: string,
): Promise<Found> => {
  const { api } = loaders;
  const detailed = wanted.filter(needsDetail);
  const listed = wanted.filter((item) => !needsDetail(item));
  const single = ({ key, parts }: Wanted<IssueKey>) => getIssue(api, organization, key.issue, parts, level);
  const list = async (run: readonly Wanted<IssueKey>[]): Promise<Map<string, Row>> => {
    const ids = run.map(({ key }) => key.issue);
    const page = await listIssuesById(api, organization, ids, partsOf(run), level).catch((error: unknown) => {
      if (!isRefusedForm(error)) throw error;
      return searchIssuesById(api, organization, 'issue.id', ids, partsOf(run), level);
    });
    const rows = [...rowsBy(page, 'id')].filter(([, row]) => !isPendingRemoval(row));
    return new Map(rows.map(([id, row]) => [`${organization}/${id}`, issueRow(row, { environments: false }).issue]));
  };
  const saved = (calls: number) => api.operation.cost.saved('batch', calls);
  const found = await Promise.all([
    readKeys(detailed, { alone: () => true, single, list, saved }),
    readKeys(listed, { listLone: true, single, list, saved }),
  ]);
  return new Map(found.flatMap((entries) => [...entries]));
};

const isRefusedForm = (error: unknown): boolean =>
  error instanceof CodedError && (error.upstreamStatus === 400 || error.upstreamStatus === 410);

const readByShortId = (
  loaders: Loaders,
  organization: string,
  wanted: readonly Wanted<IssueKey>[],
  level: string,
): Promise<Found> => {
  const { api } = loaders;
  return readKeys(wanted, {
    alone: needsDetail,
    single: ({ key, parts }) => getIssue(api, organization, key.issue, parts, level),
    list: async (run) => {
      const ids = run.map(({ key }) => key.issue);
      const page = await searchIssuesById(api, organization, 'issue', ids, partsOf(run), level);
      const rows = new Map([...rowsBy(page, 'shortId')].map(([id, row]) => [id.toUpperCase(), row]));
      return new Map(
        run.flatMap(({ key, text: asked }): [string, Row][] => {
          const row = rows.get(key.issue.toUpperCase());
          return row ? [[asked, issueRow(row, { environments: false }).issue]] : [];
        }),
      );
    },
    saved: (calls) => api.operation.cost.saved('batch', calls),
  });
};

/**
 * Finds an issue of which only the number is known: by the deprecated bare path, and while Sentry has that switched off (410)
 * by asking the few organizations that the account sees.
 */
const findBareIssue = async (
  { api }: Loaders,
  issue: string,
  level: string,
): Promise<{ organization: string; row: Row }> => {
  const { memory } = api.gateway;
  if (performance.now() >= memory.barePathRestsUntil) {
    try {
      return await getBareIssue(api, issue, level);
    } catch (error) {
      if (!(error instanceof CodedError) || error.upstreamStatus !== 410) throw error;
      memory.barePathRestsUntil = performance.now() + limits.barePathPause;
    }
  }
  const rows = readable(await listOrganizations(api, {}, wholePage, level));
  if (rows.length > limits.bareIssueOrganizations) {
    throw new CodedError(
      'BAD_USER_INPUT',
      `The linked account sees ${rows.length} organizations: give the organization of issue ${issue} as well.`,
    );
  }
  const slugs = rows.map((row) => required(row, 'slug', text));
  const searches = await Promise.allSettled(
    slugs.map(async (organization) => {
      const page = await listIssuesById(api, organization, [issue], new Set(), level);
      const row = readable(page).find((found) => !isPendingRemoval(found));
      return row && { organization, row: issueRow(row, { environments: false }).issue };
    }),
  );
  for (const search of searches) if (search.status === 'fulfilled' && search.value) return search.value;
  for (const search of searches) if (search.status === 'rejected') throw search.reason;
  throw new CodedError(
    'NOT_FOUND',
    `Issue ${issue} does not exist or is not visible to the linked account; if it was merged, give its organization.`,
  );
};
