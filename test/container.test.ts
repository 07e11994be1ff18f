import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readConfig, settingNames } from '../src/config.ts';

const dockerfile = readFileSync('Dockerfile', 'utf8');
const manifest = readFileSync('docs/operations/kubernetes.yaml', 'utf8');
const stages = dockerfile.split(/^FROM /m).slice(1);
const last = stages.at(-1) ?? '';

/** `name`, `value` pairs of the container's environment, without those in comments. */
const environment = [...manifest.matchAll(/^ +- name: ([A-Z_]+)\n +value: "?([^"\n]+)"?$/gm)].map(
  ([, name = '', value = '']): [string, string] => [name, value],
);

describe('the Dockerfile, as text', () => {
  it('builds in one stage and runs in another, of the same base, by a tag that is exact', () => {
    expect(stages).toHaveLength(2);
    const bases = stages.map((stage) => stage.split(/\s/)[0]);
    expect(new Set(bases).size).toBe(1);
    expect(bases[0]).toMatch(/^node:\d+-[\w-]+$/);
  });

  it('installs by the lock file, runs no script of a dependency, and leaves development behind', () => {
    expect(dockerfile).toContain('npm ci --ignore-scripts');
    expect(dockerfile).toContain('npm prune --omit=dev --ignore-scripts');
    expect(last).not.toMatch(/^RUN /m);
  });

  it('runs as another than root, who owns what it runs', () => {
    expect(last).toMatch(/^USER node$/m);
    expect(last.match(/^COPY .*$/gm)?.every((line) => line.includes('--chown=root:root'))).toBe(true);
    expect(last).toMatch(/^CMD \["node", "dist\/index\.js"\]$/m);
    expect(last).toMatch(/HEALTHCHECK [^\n]*\\\n {2}CMD \["node", "-e", ".*\/health\/live.*"\]/);
  });

  it('copies what is there, and what .dockerignore lets in', () => {
    const allowed = readFileSync('.dockerignore', 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('!'));
    const copied = (stages[0] ?? '').match(/^COPY .*$/gm)?.flatMap((line) => line.split(' ').slice(1, -1)) ?? [];
    for (const path of copied) {
      expect(existsSync(path), path).toBe(true);
      expect(allowed, path).toContain(`!${path}`);
    }
    expect(allowed).toHaveLength(copied.length);
  });

  it('sets what the service knows, and holds no secret', () => {
    const [, set = ''] = /^ENV (.*)$/m.exec(last) ?? [];
    const names = set.split(' ').map((pair) => pair.split('=')[0] ?? '');
    expect(names.filter((name) => name !== 'NODE_ENV' && !settingNames.includes(name))).toEqual([]);
    expect(dockerfile).not.toMatch(/KEY|TOKEN|SECRET/);
  });
});

describe('the Kubernetes manifest, as text', () => {
  it('sets what the service knows, to values that it takes', () => {
    expect(environment.length).toBeGreaterThan(4);
    expect(environment.filter(([name]) => !settingNames.includes(name))).toEqual([]);
    expect(() => readConfig(Object.fromEntries(environment))).not.toThrow();
  });

  it('gives the container no more than it needs', () => {
    for (const line of [
      'runAsNonRoot: true',
      'readOnlyRootFilesystem: true',
      'allowPrivilegeEscalation: false',
      'drop: ["ALL"]',
      'automountServiceAccountToken: false',
      'type: RuntimeDefault',
      'memory: 768Mi',
    ]) {
      expect(manifest).toContain(line);
    }
  });

  it('probes what is served, waits longer than a shutdown takes, and has ports that agree', () => {
    expect(manifest).toMatch(/livenessProbe:\n +httpGet:\n +path: \/health\/live/);
    expect(manifest).toMatch(/readinessProbe:\n +httpGet:\n +path: \/health\/ready/);
    expect(Number(/terminationGracePeriodSeconds: (\d+)/.exec(manifest)?.[1])).toBeGreaterThan(20);
    const set = new Map(environment);
    expect(manifest).toContain(`- name: http\n              containerPort: ${set.get('PORT')}`);
    expect(manifest).toContain(`- name: metrics\n              containerPort: ${set.get('METRICS_PORT')}`);
    expect(manifest).toContain(`prometheus.io/port: "${set.get('METRICS_PORT')}"`);
  });

  it('has the version of the package', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(manifest).toContain(`image: sentry-graph:${version}`);
    expect(readFileSync('src/index.ts', 'utf8')).toContain(`'sentry-graph/${version}'`);
  });
});
