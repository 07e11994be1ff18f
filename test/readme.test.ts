import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig, settingNames } from '../src/config.ts';
import { type Graph, startGraph } from './support/graph.ts';

const readme = readFileSync('README.md', 'utf8');
const example = readFileSync('.env.example', 'utf8');

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph();
});
afterAll(() => graph.close());

const blockOf = (language: string, heading = 'A query'): string => {
  const [, section = ''] = new RegExp(`\\n## ${heading}\\n(.*?)\\n## `, 's').exec(readme) ?? [];
  return new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 's').exec(section)?.[1] ?? '';
};

describe('the README', () => {
  it('shows the answer and the cost that its query has', async () => {
    const { data, errors, extensions, calls } = await graph.ask(blockOf('graphql'));
    expect(errors).toBeUndefined();
    const shown = JSON.parse(blockOf('json'));
    expect(data).toEqual(shown.data);
    // How long a turn took is not the query's doing.
    const { waitedMs: _waited, ...cost } = shown.extensions.cost;
    expect(extensions).toEqual({ cost: { ...cost, waitedMs: expect.any(Number) } });
    expect(calls).toHaveLength(1);
  });

  it('says truly that 25 rows are one call too', async () => {
    const { calls } = await graph.ask(blockOf('graphql').replace('first: 2', 'first: 25'));
    expect(calls).toHaveLength(1);
  });

  it('shows the answer that its mutation has: what is done, what is refused, in one call', async () => {
    const { data, errors, calls } = await graph.ask(blockOf('graphql', 'A change'));
    expect(errors).toBeUndefined();
    expect(data).toEqual(JSON.parse(blockOf('json', 'A change')).data);
    expect(calls).toHaveLength(1);
    graph.sandbox.reset();
  });

  it('links to files that are there', () => {
    const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, path = '']) => path);
    expect(links.length).toBeGreaterThan(10);
    for (const path of links) expect(() => readFileSync(path), path).not.toThrow(/ENOENT/);
  });

  it('names every setting, as does .env.example', () => {
    for (const name of settingNames) {
      expect(readme, name).toContain(`\`${name}\``);
      expect(example, name).toMatch(new RegExp(`^(?:# )?${name}=`, 'm'));
    }
    const named = [...example.matchAll(/^(?:# )?([A-Z][A-Z_]+)=/gm)].map(([, name]) => name);
    expect(named.filter((name) => !settingNames.includes(name ?? ''))).toEqual([]);
  });

  it('tells defaults that are true: .env.example with all of them spelt out changes nothing', () => {
    const spelt = [
      ...example.matchAll(
        /^# (HOST|PORT|MATON_\w+_URL|SANDBOX|SANDBOX_PORT|UPSTREAM_RPS|REQUEST_TIMEOUT_MS|MAX_CALLS|INTROSPECTION|LOG_LEVEL|AUTH_MODE|GRAPHIQL)=(.+)$/gm,
      ),
    ];
    expect(spelt).toHaveLength(13);
    expect(readConfig(Object.fromEntries(spelt.map(([, name = '', value]) => [name, value])))).toEqual(readConfig({}));
  });
});
