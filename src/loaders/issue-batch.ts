import type { Api } from '../gateway/api.ts';
import { CodedError } from '../gateway/http/coded-error.ts';
import { isNumeric } from '../gateway/http/identifiers.ts';
import { getIssue } from '../gateway/issue-detail.ts';
import { type IssueParts, issueDetailParts, issueListParts, issueListSeries } from '../gateway/issue-payload.ts';
import { issueRow } from '../gateway/issue-rows.ts';
import { listIssuesById, searchIssuesById } from '../gateway/issues.ts';
import type { IssueKey } from '../gateway/keys.ts';
import { rowsBy } from '../gateway/page.ts';
import { member, type Row, required, text } from '../gateway/read.ts';
import { type Batch, eachGroup, isRefused, readKeys, type Tell, type Wanted } from './batch.ts';
import { type CallsFor, groupCalls, readingCalls, shareCalls } from './bundle.ts';
import { partsOf, readShares, sharesOf } from './shares.ts';

type WantedIssue = Wanted<IssueKey>;

const isPendingRemoval = (row: Row): boolean => /^pending_(deletion|merge)$/.test(String(member(row, 'status')));

const needsDetail = ({ parts }: WantedIssue): boolean => [...parts].some((part) => issueDetailParts.has(part));

const needsList = ({ parts }: WantedIssue): boolean => [...parts].some((part) => issueListParts.has(part));

/** Detail has parts of its own, and the series of 24 hours and 30 days; a list call takes one of 24 hours and 14 days. */
const division = { needsDetail, listParts: issueListParts, windows: issueListSeries };

/**
 * Issues by number: by `group=` and, where Sentry should ever refuse that undocumented form, by the documented search. Merged
 * ones are left out, as are those that detail calls missing.
 */
export const listNumbered = async (
  api: Api,
  organization: string,
  ids: readonly string[],
  parts: IssueParts,
  level: string,
): Promise<Map<string, Row>> => {
  const page = await listIssuesById(api, organization, ids, parts, level).catch((error: unknown) => {
    if (!isRefused(error)) throw error;
    return searchIssuesById(api, organization, 'issue.id', ids, parts, level);
  });
  const rows = [...rowsBy(page, 'id')].filter(([, row]) => !isPendingRemoval(row));
  return new Map(rows.map(([id, row]) => [id, issueRow(row, { environments: false, parts })]));
};

/** Issues by short id, in any case; only those with events in the last 90 days. */
const listShort = async (
  api: Api,
  organization: string,
  ids: readonly string[],
  parts: IssueParts,
  level: string,
): Promise<Map<string, Row>> => {
  const page = await searchIssuesById(api, organization, 'issue', ids, parts, level);
  const rows = new Map([...rowsBy(page, 'shortId')].map(([id, row]) => [id.toUpperCase(), row]));
  return new Map(
    ids.flatMap((id): [string, Row][] => {
      const row = rows.get(id.toUpperCase());
      return row ? [[id, issueRow(row, { environments: false, parts })]] : [];
    }),
  );
};

/**
 * One issue by detail, which has the last word on whether it is there. What only lists bring is then asked under the number
 * that it tells: that of the surviving issue after a merge.
 */
const readSingle = async (api: Api, item: WantedIssue, level: string): Promise<Row> => {
  const { parts, key } = item;
  const { organization, issue } = key;
  const detail = await getIssue(api, organization, issue, parts, level);
  const id = required(detail, 'id', text);
  if (!needsList(item) || id === issue) return detail;
  return { ...detail, ...(await listNumbered(api, organization, [id], parts, level)).get(id) };
};

/** A part that Sentry computes only on demand must be in the row that was to bring it: what is absent is not empty. */
const withSeries = (row: Row, part: string): Row | Error =>
  part.startsWith('series') && !Object.hasOwn(row, part)
    ? new CodedError('NOT_AVAILABLE', 'Sentry did not send this series of the issue.')
    : row;

const namingOf = ({ organization, issue }: IssueKey): string =>
  `${organization}/${isNumeric(issue) ? 'number' : 'short'}`;

/** How many calls `issueBatch` takes. */
export const issueCalls: CallsFor<IssueKey> = groupCalls(
  namingOf,
  shareCalls(
    (wanted) => sharesOf(wanted, division),
    (share) => readingCalls(share, needsDetail),
  ),
);

/**
 * Numbers by a list call, even a lone one: detail is 5/s. Short ids by a list call if several, or where only that brings what
 * is wanted, else by detail. What the lists leave out may be merged or older than 90 days: detail has the last word, as it has
 * on parts of its own.
 */
export const issueBatch =
  (api: Api): Batch<IssueKey> =>
  (wanted, level, tell) =>
    eachGroup(wanted, namingOf, (group) => {
      const { organization, issue } = group[0]?.key ?? { organization: '', issue: '' };
      const list = isNumeric(issue) ? listNumbered : listShort;
      const read = (share: readonly WantedIssue[], told: Tell) =>
        readKeys(
          share,
          {
            alone: needsDetail,
            listLone: isNumeric(issue) || share.some(needsList),
            single: (item) => readSingle(api, item, level),
            list: async (run) => {
              const ids = run.map(({ key }) => key.issue);
              const rows = await list(api, organization, ids, partsOf(run), level);
              return new Map([...rows].map(([id, row]) => [`${organization}/${id}`, row]));
            },
          },
          told,
        );
      return readShares(sharesOf(group, division), read, tell, withSeries);
    });
