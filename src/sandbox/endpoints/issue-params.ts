import { maxPage } from '../params.ts';
import { badRequest } from '../reply.ts';
import type { Scope } from '../scope.ts';
import { type FoundIssue, scoreOf } from '../search/issues.ts';

/** Marks an answer that was looked up, not searched. */
export const directHit = { 'x-sentry-direct-hit': '1' };

/** `limit`, which is clamped without a word. */
export function limitOf(scope: Scope): number {
  const text = scope.query.get('limit') || String(maxPage);
  if (!/^\d+$/.test(text) || Number(text) === 0) throw badRequest('invalid limit');
  const limit = Math.min(Number(text), maxPage);
  return scope.switches.shortPages ? Math.ceil(limit / 2) : limit;
}

/** The length of a sparkline; null where none is wanted. */
export function statsPeriodOf(scope: Scope, name: string, allowed: readonly string[]): string | null {
  const period = scope.query.get(name) ?? '24h';
  if (period === '') return null;
  if (!allowed.includes(period)) {
    throw badRequest(`Invalid stats_period. Valid choices are '', ${allowed.map((each) => `'${each}'`).join(', ')}`);
  }
  return period;
}

/** `X-Hits` is exact for small first pages, later an estimate. */
export function hits(count: number, isFirstPage: boolean): Record<string, string> {
  const shown = isFirstPage && count <= maxPage ? count : Math.round(count / 10) * 10;
  return { 'x-hits': String(Math.min(shown, 1000)), 'x-max-hits': '1000' };
}

/** What `sort` goes by. */
export function sortScore(scope: Scope): (found: FoundIssue) => number {
  const sort = scope.query.get('sort') ?? 'date';
  const score = scoreOf(sort, scope.now);
  if (score === undefined) throw badRequest(`Invalid sort: '${sort}'`);
  return score;
}
