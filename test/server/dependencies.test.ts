import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

type Lock = { packages: Record<string, { version?: string }> };

const { packages }: Lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const {
  dependencies,
  optionalDependencies,
}: Record<'dependencies' | 'optionalDependencies', Record<string, string>> = JSON.parse(
  readFileSync('package.json', 'utf8'),
);

const numbersOf = (version: string): number[] => version.split('.').map(Number);
const isAtLeast = (version: string, floor: string): boolean => {
  const [a, b] = [numbersOf(version), numbersOf(floor)];
  const index = a.findIndex((number, at) => number !== b[at]);
  return index < 0 || (a[index] ?? 0) > (b[index] ?? 0);
};

describe('what is installed', () => {
  // Versions from which on the holes that matter here are closed, and the next major, which was not tried.
  it.each([
    ['graphql-yoga', '5.24.1', '6.0.0'],
    ['undici', '7.30.2', '8.0.0'],
    ['graphql', '16.15.0', '17.0.0'],
    ['dataloader', '2.2.3', '3.0.0'],
  ])('%s is at least %s and below %s', (name, floor, ceiling) => {
    const version = packages[`node_modules/${name}`]?.version ?? '';
    expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    expect([isAtLeast(version, floor), isAtLeast(version, ceiling)]).toEqual([true, false]);
  });

  it('is named exactly', () => {
    for (const [name, version] of Object.entries({ ...dependencies, ...optionalDependencies })) {
      expect(version, name).toMatch(/^\d+\.\d+\.\d+$/);
      expect(packages[`node_modules/${name}`]?.version).toBe(version);
    }
  });
});
