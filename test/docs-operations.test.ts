import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { withSettings } from '../scripts/settings-table.ts';
import { settingNames } from '../src/config.ts';
import { createMetrics } from '../src/server/metrics.ts';

const page = readFileSync('docs/operations.md', 'utf8');
const dashboard = readFileSync('docs/operations/grafana-dashboard.json', 'utf8');

const metricNames = async (): Promise<Set<string>> => {
  const { text } = await createMetrics({ ofProcess: true }).print();
  return new Set([...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name = '']) => name));
};

/** Names of metrics in a text, without what a histogram adds. */
const named = (text: string): string[] => [
  ...new Set(
    [...text.matchAll(/\b(?:sentry_graph|nodejs|process)_\w+[a-z]\b/g)].map(([name]) =>
      name.replace(/_(?:bucket|sum|count)$/, ''),
    ),
  ),
];

describe('docs/operations.md', () => {
  it('has the settings as the schema that reads them has: else run `npm run docs`', () => {
    expect(withSettings(page)).toBe(page);
    for (const name of settingNames) expect(page, name).toContain(`| \`${name}\` |`);
  });

  it('names metrics that are there, and each of ours', async () => {
    const names = await metricNames();
    for (const name of named(page)) expect(names, name).toContain(name);
    for (const name of names) if (name.startsWith('sentry_graph_')) expect(page, name).toContain(`\`${name}\` |`);
  });

  it('names log lines that are there', () => {
    const sources = ['src/server/operations.ts', 'src/server/http.ts', 'src/server/log.ts'].map((path) =>
      readFileSync(path, 'utf8'),
    );
    const [, table = ''] = /\| line \(`msg`\)(.*?)\n\n/s.exec(page) ?? [];
    const lines = [...table.matchAll(/^\| (`.*?`) \|/gm)].flatMap(([, cell = '']) => [...cell.matchAll(/`([^`]+)`/g)]);
    expect(lines.length).toBeGreaterThan(6);
    for (const [, line] of lines) expect(sources.join(''), line).toContain(`'${line}'`);
  });

  it('links to files that are there', () => {
    for (const [, path = ''] of page.matchAll(/\]\((?!https?:)([^)#]+)\)/g)) {
      expect(() => readFileSync(`docs/${path}`), path).not.toThrow();
    }
  });
});

describe('the dashboard', () => {
  it('asks for metrics that are there, and for each of ours', async () => {
    const { panels } = JSON.parse(dashboard) as { panels: { title: string; targets: { expr: string }[] }[] };
    const names = await metricNames();
    const asked = named(panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)).join('\n'));
    for (const name of asked) expect(names, name).toContain(name);
    const ours = [...names].filter((name) => name.startsWith('sentry_graph_'));
    expect(ours.filter((name) => !asked.includes(name))).toEqual([]);
    expect(panels.every(({ title, targets }) => title !== '' && targets.length > 0)).toBe(true);
  });
});
