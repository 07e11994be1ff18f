import DataLoader from 'dataloader';
import type { TagFilter } from '../gateway/issue-tags.ts';
import type { Row } from '../gateway/read.ts';
import { readTags } from './issue-tag-batch.ts';
import type { Issue } from './issues.ts';

/** A tag key, or null for all keys that the issue has. */
type Ask = { readonly key: string | null; readonly level: string };

/** The tags of one issue, counted one way. */
type TagLoader = DataLoader<Ask, readonly Row[], string | null>;

/** The tags of issues met in one operation. What is asked of one issue in one turn of the loop is one call. */
export class IssueTags {
  readonly #loaders = new Map<string, TagLoader>();

  /** One tag; null where no event has it. */
  async one(issue: Issue, key: string, filter: TagFilter, level: string): Promise<Row | null> {
    const [tag] = await this.#loader(issue, filter).load({ key, level });
    return tag ?? null;
  }

  /** Tags of some keys in their order, or of all; those that no event has are left out. */
  async some(issue: Issue, keys: readonly string[] | null, filter: TagFilter, level: string): Promise<Row[]> {
    const loader = this.#loader(issue, filter);
    const found = await Promise.all((keys ?? [null]).map((key) => loader.load({ key, level })));
    return found.flat();
  }

  #loader(issue: Issue, filter: TagFilter): TagLoader {
    const name = JSON.stringify([issue.key.organization, issue.key.issue, filter.environments, filter.valueLimit]);
    const known = this.#loaders.get(name);
    if (known) return known;
    const loader: TagLoader = new DataLoader(
      async (asks) => {
        const keys = asks.map(({ key }) => key);
        const found = await readTags({ issue, filter, level: asks[0]?.level ?? '' }, keys);
        return keys.map((key) => found.get(key) ?? []);
      },
      { cacheKeyFn: ({ key }) => key },
    );
    this.#loaders.set(name, loader);
    return loader;
  }
}
