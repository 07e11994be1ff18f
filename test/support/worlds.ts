import { createWorlds } from '../../src/sandbox/data/index.ts';
import type { ProjectRecord, World } from '../../src/sandbox/data/model.ts';
import { now } from './graph.ts';

/** The sample data with so many projects in `acme`: its first ones, then copies of the first under names of their own. */
export const withProjects = (count: number) => (): World[] => {
  const worlds = createWorlds({ now });
  const acme = worlds[0]?.organizations.find(({ slug }) => slug === 'acme');
  const [first] = acme?.projects ?? [];
  if (!acme || !first) throw new Error('the sample data has no acme');
  const copies = Array.from({ length: count }, (_, index): ProjectRecord => {
    const name = `copy-${String(index).padStart(3, '0')}`;
    return { ...first, id: String(9_000_000 + index), slug: name, name };
  });
  acme.projects = [...acme.projects, ...copies].slice(0, count);
  return worlds;
};
