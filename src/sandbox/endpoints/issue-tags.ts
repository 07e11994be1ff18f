import type { IssueRecord, OrganizationRecord } from '../data/model.ts';
import { issueOf } from '../lookup.ts';
import { searchPage } from '../paging.ts';
import { orBadRequest, paged, pageRequest } from '../params.ts';
import { type TagValue, tagPayload, tagValuePayload, tagValues } from '../payloads/tag.ts';
import { badRequest, json, notFound, type Reply } from '../reply.ts';
import type { Scope } from '../scope.ts';

/** Sentry shows so many of the most frequent values. */
const topValues = 9;

function tagsOf(scope: Scope, issue: IssueRecord): Map<string, TagValue[]> {
  const environments = scope.query.getAll('environment').filter((name) => name !== '');
  return tagValues(
    issue.events.filter(({ environment }) => environments.length === 0 || environments.includes(environment)),
  );
}

/** `GET .../issues/{id}/tags/`: of all keys, or of those named. */
export function listIssueTags(scope: Scope, hasOrganization: boolean): Reply {
  const { issue } = issueOf(scope, hasOrganization);
  const keys = scope.query.getAll('key');
  const limit = Number(scope.query.get('limit') ?? topValues);
  if (!Number.isInteger(limit) || limit < 1) throw badRequest('limit must be a positive integer');
  const tags = [...tagsOf(scope, issue)].filter(([key]) => keys.length === 0 || keys.includes(key));
  return json(tags.map(([key, values]) => tagPayload(key, values, limit)));
}

function valuesOf(
  scope: Scope,
  hasOrganization: boolean,
): { organization: OrganizationRecord; key: string; values: TagValue[] } {
  const { organization, issue } = issueOf(scope, hasOrganization);
  const key = scope.part('key');
  const values = tagsOf(scope, issue).get(key);
  if (values === undefined) throw notFound();
  return { organization, key, values };
}

/** `GET .../issues/{id}/tags/{key}/`. */
export function getIssueTag(scope: Scope, hasOrganization: boolean): Reply {
  const { key, values } = valuesOf(scope, hasOrganization);
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
