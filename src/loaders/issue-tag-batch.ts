import type { Api } from '../gateway/api.ts';
import { CodedError, isNotFound } from '../gateway/http/coded-error.ts';
import { getIssueTag, listIssueTags, type TagFilter } from '../gateway/issue-tags.ts';
import { limits } from '../gateway/limits.ts';
import { member, type Row, rows, text } from '../gateway/read.ts';
import { asError, runsOf } from './batch.ts';
import type { Issue } from './issues.ts';
import { unknownEnvironment } from './narrowed.ts';

/** Whose tags are read, and how they are counted. */
type Reading = { readonly api: Api; readonly issue: Issue; readonly filter: TagFilter; readonly level: string };

/** The tags of each key asked, none where no event has it; null stands for all keys. */
type Found = Map<string | null, readonly Row[] | Error>;

/** Sentry keeps `release` as `sentry:release`, understands both and answers with the short form; so with `user` and `dist`. */
const isOf =
  (key: string) =>
  (tag: Row): boolean =>
    text(member(tag, 'key')) === key.replace(/^sentry:/, '');

/** Whether Sentry does not take the form itself; timeouts, limits and refusals of the account are another matter. */
const isRefusedForm = (error: unknown): boolean =>
  error instanceof CodedError &&
  [400, 404, 410].includes(error.upstreamStatus ?? 0) &&
  ['BAD_USER_INPUT', 'NOT_FOUND', 'UPSTREAM_ERROR'].includes(error.code);

/** Tags of some keys, or of all, by the list call. In an environment that the organization does not have there are none. */
const listed = async ({ api, issue, filter, level }: Reading, keys: readonly string[] | null): Promise<Row[]> => {
  const { key } = issue;
  const call = listIssueTags(api, key.organization, key.issue, keys, filter, level);
  try {
    return await issue.through(level, call);
  } catch (error) {
    const { environments } = filter;
    if (!isNotFound(error) || !issue.proved || environments === null) throw error;
    if (environments.length === 1) return [];
    throw unknownEnvironment(environments);
  }
};

/** One tag by its documented call. */
const single = async ({ api, issue, filter, level }: Reading, key: string): Promise<Row[]> => {
  const { organization, issue: id } = issue.key;
  const [environment = null] = filter.environments ?? [];
  const call = getIssueTag(api, organization, id, key, environment, level);
  try {
    const tag = await issue.through(level, call);
    const values = member(tag, 'topValues');
    return [Array.isArray(values) ? { ...tag, topValues: rows(values).slice(0, filter.valueLimit) } : tag];
  } catch (error) {
    if (isNotFound(error) && issue.proved) return [];
    throw error;
  }
};

/**
 * Reads some keys by one list call, or, where Sentry refuses that undocumented form, by one call each; those know one
 * environment alone.
 */
const readRun = async (reading: Reading, keys: readonly string[]): Promise<Found> => {
  try {
    const tags = await listed(reading, keys);
    reading.api.operation.cost.saved('batch', keys.length - 1);
    return new Map(keys.map((key) => [key, tags.filter(isOf(key))]));
  } catch (error) {
    const found: Found = new Map(keys.map((key) => [key, asError(error)]));
    if (isRefusedForm(error) && (reading.filter.environments?.length ?? 0) <= 1) {
      await Promise.all(keys.map(async (key) => found.set(key, await single(reading, key).catch(asError))));
    }
    return found;
  }
};

/** Keys in as few calls as hold their values. */
const tagRuns = (keys: readonly string[], { valueLimit }: TagFilter): string[][] => {
  const most = Math.min(limits.batchKeys, Math.floor(limits.tagValuesPerCall / valueLimit));
  return runsOf(
    keys.map((key) => ({ text: key })),
    most,
  ).map((run) => run.map(({ text: key }) => key));
};

/** How many calls bring the tags of some keys, or of all, if Sentry takes the form. */
export const tagCalls = (keys: readonly (string | null)[], filter: TagFilter): number => {
  const named = [...new Set(keys)].filter((key) => key !== null);
  return named.length < new Set(keys).size ? 1 : tagRuns(named, filter).length;
};

/**
 * Tags by key. Where all keys are wanted, one call answers for the named ones as well; else they take as few calls as hold
 * their values.
 */
export const readTags = async (reading: Reading, keys: readonly (string | null)[]): Promise<Found> => {
  const named = keys.filter((key) => key !== null);
  const whole: Found = new Map();
  if (keys.includes(null)) {
    const all = await listed(reading, null).catch(asError);
    whole.set(null, all);
    if (!(all instanceof Error)) {
      reading.api.operation.cost.saved('batch', named.length);
      for (const key of named) whole.set(key, all.filter(isOf(key)));
      return whole;
    }
    if (!isRefusedForm(all)) return new Map(keys.map((key) => [key, all]));
  }
  const found = await Promise.all(tagRuns(named, reading.filter).map((run) => readRun(reading, run)));
  return new Map([...whole, ...found.flatMap((entries) => [...entries])]);
};
