import DataLoader from 'dataloader';
import type { Caller } from '../gateway/http/call.ts';
import { CodedError, isNotFound } from '../gateway/http/coded-error.ts';
import { getBareIssue } from '../gateway/issue-detail.ts';
import { limits } from '../gateway/limits.ts';
import { listOrganizations } from '../gateway/organizations.ts';
import { readable, wholePage } from '../gateway/page.ts';
import { type Row, required, text } from '../gateway/read.ts';
import { asError, runsOf } from './batch.ts';
import type { Loaders } from './index.ts';
import { listNumbered } from './issue-batch.ts';

/** An issue and the organization it was found in. */
export type BareIssue = { readonly organization: string; readonly row: Row };

type Ask = { readonly issue: string; readonly level: string };
type Found = ReadonlyMap<string, BareIssue | Error>;

/**
 * Finds issues of which only the number is known: by the deprecated bare path, and while Sentry has that switched off (410) by
 * asking each of the few organizations that the account sees for all of them at once.
 */
export const bareIssues = (loaders: Loaders): DataLoader<Ask, BareIssue, string> =>
  new DataLoader<Ask, BareIssue, string>(
    async (asks) => {
      const level = asks[0]?.level ?? '';
      const direct = await byBarePath(
        loaders,
        asks.map(({ issue }) => issue),
        level,
      );
      const rest = asks.map(({ issue }) => issue).filter((issue) => !direct.has(issue));
      const searched = rest.length > 0 ? await byOrganizations(loaders, rest, level) : direct;
      return asks.map(({ issue }) => direct.get(issue) ?? searched.get(issue) ?? notFound(issue));
    },
    { cacheKeyFn: ({ issue }) => issue },
  );

/** What the bare path says; those it has no word on, because it is switched off, are left out. */
const byBarePath = async ({ api }: Loaders, issues: readonly string[], level: string): Promise<Found> => {
  const { memory } = api.gateway;
  const found = new Map<string, BareIssue | Error>();
  if (isFew(api.caller.reach)) return found;
  if (performance.now() < memory.barePathRestsUntil) return found;
  const read = async (issue: string): Promise<void> => {
    try {
      found.set(issue, await getBareIssue(api, issue, level));
    } catch (error) {
      if (isNotFound(error)) found.set(issue, notFound(issue));
      else if (!(error instanceof CodedError) || error.upstreamStatus !== 410) found.set(issue, asError(error));
      else memory.barePathRestsUntil = performance.now() + limits.barePathPause;
    }
  };
  await Promise.all(issues.map(read));
  return found;
};

/** What the organizations hold; where one of them failed, so has every issue that no other holds. */
const byOrganizations = async ({ api }: Loaders, issues: readonly string[], level: string): Promise<Found> => {
  const found = new Map<string, BareIssue | Error>();
  const failed = (error: unknown): void => {
    for (const issue of issues) if (!found.has(issue)) found.set(issue, asError(error));
  };
  try {
    const slugs = await fewOrganizations(api, level);
    const runs = runsOf(issues.map((issue) => ({ text: issue })));
    const searches = await Promise.allSettled(
      slugs.flatMap((organization) =>
        runs.map(async (run) => {
          const ids = run.map(({ text: issue }) => issue);
          const rows = await listNumbered(api, organization, ids, new Set(), level);
          for (const [issue, row] of rows) found.set(issue, { organization, row });
        }),
      ),
    );
    for (const search of searches) {
      // A client may name organizations that the linked account does not see: they hold nothing.
      if (search.status === 'rejected' && !(api.caller.reach && isNotFound(search.reason))) failed(search.reason);
    }
  } catch (error) {
    failed(error);
  }
  return found;
};

/** Whether a client reaches so few organizations that they are searched at once: the bare path would look into all. */
const isFew = (reach: Caller['reach']): reach is ReadonlySet<string> =>
  reach !== null && reach !== undefined && reach.size <= limits.bareIssueOrganizations;

const fewOrganizations = async (api: Loaders['api'], level: string): Promise<string[]> => {
  const { reach } = api.caller;
  if (isFew(reach)) return [...reach];
  const rows = readable(await listOrganizations(api, {}, wholePage, level));
  if (rows.length <= limits.bareIssueOrganizations) return rows.map((row) => required(row, 'slug', text));
  throw new CodedError(
    'BAD_USER_INPUT',
    `The linked account sees ${rows.length} organizations: give the organization of the issue as well.`,
  );
};

const notFound = (issue: string): CodedError =>
  new CodedError(
    'NOT_FOUND',
    `Issue ${issue} does not exist or is not visible to the linked account; if it was merged, give its organization.`,
  );
