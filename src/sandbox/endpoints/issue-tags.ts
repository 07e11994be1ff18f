import type { IssueRecord, OrganizationRecord } from '../data/model.ts';
import { issueOf } from '../lookup.ts';
import { searchPage } from '../paging.ts';
import { orBadRequest, paged, pageRequest } from '../params.ts';
import { type TagValue, tagPayload, tagValuePayload, tagValues } from '../payloads/tag.ts';
import { badRequest, json, notFound, type Reply } from '../reply.ts';
import type { Scope } from '../scope.ts';
import { selectedEnvironments } from '../selection.ts';

/** Sentry shows so many of the most frequent values of named keys; of all keys one more. */
const topValues = 9;

function tagsOf(issue: IssueRecord, environments: readonly string[]): Map<string, TagValue[]> {
  return tagValues(
    issue.events.filter(({ environment }) => environments.length === 0 || environments.includes(environment)),
  );
}

/** `GET .../issues/{id}/tags/`: of all keys, or of those named. */
export function listIssueTags(scope: Scope, hasOrganization: boolean): Reply {
  const { organization, issue } = issueOf(scope, hasOrganization);
  const keys = scope.query.getAll('key');
  const limit = Number(scope.query.get('limit') ?? (keys.length > 0 ? topValues : topValues + 1));
  if (!Number.isInteger(limit) || limit < 1) throw badRequest('limit must be a positive integer');
  const tags = [...tagsOf(issue, selectedEnvironments(scope, organization))].filter(
    ([key]) => keys.length === 0 || keys.includes(key),
  );
  return json(tags.map(([key, values]) => tagPayload(key, values, limit)));
}

function valuesOf(
  scope: Scope,
  hasOrganization: boolean,
  isOneEnvironment = false,
): { organization: OrganizationRecord; key: string; values: TagValue[] } {
  const { organization, issue } = issueOf(scope, hasOrganization);
  const key = scope.part('key');
  const environments = selectedEnvironments(scope, organization);
  const values = tagsOf(issue, isOneEnvironment ? environments.slice(-1) : environments).get(key);
  if (values === undefined) throw notFound();
  return { organization, key, values };
}

/** `GET .../issues/{id}/tags/{key}/`: of several environments Sentry takes the last alone. */
export function getIssueTag(scope: Scope, hasOrganization: boolean): Reply {
  const { key, values } = valuesOf(scope, hasOrganization, true);
  return json(tagPayload(key, values, topValues));
}

/** `GET .../issues/{id}/tags/{key}/values/`: `sort=count`, `age` (first seen) or `date` (last seen, default). */
export function listIssueTagValues(scope: Scope, hasOrganization: boolean): Reply {
  const { organization, key, values } = valuesOf(scope, hasOrganization);
  const sort = scope.query.get('sort');
  const score = ({ count, firstSeen, lastSeen }: TagValue): number =>
    sort === 'count' || sort === 'freq' ? count : sort === 'age' ? firstSeen : lastSeen;
  const { perPage, cursor } = pageRequest(scope);
  const page = orBadRequest(() => searchPage(values, score, { cursor, limit: perPage }));
  return paged(scope, organization.slug, page, (value) => tagValuePayload(key, value));
}
