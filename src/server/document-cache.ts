import type { DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import { limits } from '../gateway/limits.ts';

/** Tokens of a parsed document, which keeps each of them. */
const tokensOf = ({ loc }: DocumentNode): number => {
  let count = 1;
  for (let token = loc?.startToken.next; token; token = token.next) count += 1;
  return count;
};

/** Remembers parsed documents by their text, bounded by what they take: parsed, a text of 8 KiB may be more than a MiB. */
export const createDocumentCache = (): LRUCache<string, DocumentNode> =>
  new LRUCache({
    max: limits.documentCache,
    maxSize: limits.documentCacheTokens,
    sizeCalculation: tokensOf,
  });
