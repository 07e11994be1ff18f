import { bulkRuns } from '../gateway/issue-writes.ts';
import { limits } from '../gateway/limits.ts';
import type { Arguments, Asked, Calls } from './field-cost.ts';

/** The ids that an input names, each once. */
const idsIn = ({ input }: Arguments): string[] => {
  const ids = typeof input === 'object' && input !== null && 'ids' in input ? input.ids : [];
  return Array.isArray(ids) ? [...new Set(ids.map(String))] : [];
};

/** Sentry's longest number of an issue. */
const longest = String(2n ** 63n - 1n);

/** The bulk calls for the issues that an input names. */
export const bulkCalls = ({ args }: Asked): Calls => {
  const ids = idsIn(args);
  const most = bulkRuns(ids.map(() => longest)).length;
  return { least: Math.min(most, Math.ceil(ids.length / limits.bulkIds)), most };
};

/** The list calls that read them back. */
export const readBackCalls = ({ above }: Asked): Calls => {
  const each = Math.floor(limits.batchQueryBytes / (longest.length + 16));
  return { least: 0, most: Math.ceil(idsIn(above).length / Math.min(limits.batchKeys, each)) };
};
