import type { OrganizationRecord } from '../data/model.ts';
import type { Scope } from '../scope.ts';
import { type EventTest, eventTest } from './event-terms.ts';
import { latestReleaseOf } from './issues.ts';
import { parseSearch } from './tokens.ts';

/** Reads a search whose every term is about events. */
export function eventTests(scope: Scope, organization: OrganizationRecord, query: string): EventTest[] {
  const latestRelease = (): string | null => latestReleaseOf(organization, organization.projects);
  return parseSearch(query).map((term) => eventTest(term, { now: scope.now, latestRelease }));
}
