import DataLoader from 'dataloader';
import type { TagFilter } from '../gateway/issue-tags.ts';
import type { Bundle } from '../gateway/operation.ts';
import type { Row } from '../gateway/read.ts';
import { readTags, tagCalls } from './issue-tag-batch.ts';
import type { Issue } from './issues.ts';

/** A tag key, or null for all keys that the issue has. */
type Ask = { readonly key: string | null; readonly level: string };

/** Brings the tags of a key, or of all. */
type LoadTags = (ask: Ask) => Promise<readonly Row[]>;

/** Gathers what is asked of one issue, counted one way, in one turn of the loop. */
const tagsOf = (issue: Issue, filter: TagFilter): LoadTags => {
  const { api } = issue.loaders;
  const newBundle = (): Bundle => ({ calls: (keys: readonly Ask['key'][]) => tagCalls(keys, filter) });
  let bundle = newBundle();
  const loader = new DataLoader<Ask, readonly Row[], Ask['key']>(
    async (asks) => {
      bundle = newBundle();
      const keys = asks.map(({ key }) => key);
      const admitted = api.admittedFor(tagCalls(keys, filter));
      const found = await readTags({ api: admitted, issue, filter, level: asks[0]?.level ?? '' }, keys);
      return keys.map((key) => found.get(key) ?? []);
    },
    { cacheKeyFn: ({ key }) => key },
  );
  return async (ask) => {
    const admitted = api.operation.admit(ask.level, { bundle: () => bundle, item: ask.key });
    if (admitted) await admitted;
    return loader.load(ask);
  };
};

/** The tags of issues met in one operation. What is asked of one issue in one turn of the loop is one call. */
export class IssueTags {
  readonly #loads = new Map<string, LoadTags>();

  /** One tag; null where no event has it. */
  async one(issue: Issue, key: string, filter: TagFilter, level: string): Promise<Row | null> {
    const [tag] = await this.#of(issue, filter)({ key, level });
    return tag ?? null;
  }

  /** Tags of some keys in their order, or of all; those that no event has are left out. */
  async some(issue: Issue, keys: readonly string[] | null, filter: TagFilter, level: string): Promise<Row[]> {
    const load = this.#of(issue, filter);
    const found = await Promise.all((keys ?? [null]).map((key) => load({ key, level })));
    return found.flat();
  }

  #of(issue: Issue, filter: TagFilter): LoadTags {
    const name = JSON.stringify([issue.key.organization, issue.key.issue, filter.environments, filter.valueLimit]);
    const load = this.#loads.get(name) ?? tagsOf(issue, filter);
    this.#loads.set(name, load);
    return load;
  }
}
