import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
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

/** Messages of all calls of a logger in the sources: the last argument of each. */
const logLines = (): string[] =>
  readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.startsWith('sandbox'))
    .flatMap((path) =>
      readFileSync(join('src', path), 'utf8')
        .split(/\blog\??(?:\.\w+|\[.*\])\(/)
        .slice(1),
    )
    .flatMap((call) => {
      const [, message] = /^[^;]*?('[^'\n]+'|`[^`]+`|\boutcome),?\s*\)/.exec(call) ?? [];
      if (message === 'outcome') return ['answered', 'answered in part', 'failed'];
      return message?.slice(1, -1).replaceAll(/\$\{.*?\}/g, '…') ?? `an unread message: ${call.slice(0, 100)}`;
    });

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

  it('has each line that the log can have, and no other', () => {
    const [, table = ''] = /\| line \(`msg`\)(.*?)\n\n/s.exec(page) ?? [];
    const cells = [...table.matchAll(/^\| (`.*?`) \|/gm)].map(([, cell = '']) => cell);
    const lines = cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, line]) => line));
    expect(lines.sort()).toEqual([...new Set(logLines())].sort());
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
