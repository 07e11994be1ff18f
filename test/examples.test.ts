import { readdirSync, readFileSync } from 'node:fs';
import { print } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NewestProductionErrorsDocument, OrganizationToFrameDocument } from './gql/graphql.ts';
import { askTwice, type Graph, startGraph } from './support/graph.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph();
});
afterAll(() => graph.close());

const collapsed = 'collapse=latestDeploys&collapse=unusedFeatures';

describe('the examples', () => {
  it('are all asked here', () => {
    expect(readdirSync('examples/queries').sort()).toEqual([
      'newest-production-errors.graphql',
      'organization-to-frame.graphql',
    ]);
  });

  it('go from an organization to the frames of an event in one round for each level', async () => {
    const { data, errors, calls } = await askTwice(graph, print(OrganizationToFrameDocument), { organization: 'acme' });
    expect(errors).toBeUndefined();
    const projects: { issues: { nodes: unknown[] } }[] = data.organization.projects.nodes;
    const issues = projects.flatMap((project) => project.issues.nodes);
    expect(issues.length).toBeGreaterThan(0);
    const families = calls.map((call) => call.replace(/^GET \/organizations\/acme\/(\w+)\/(\d+\/events)?.*$/, '$1 $2'));
    expect(families.filter((family) => family === 'projects ')).toHaveLength(1);
    expect(families.filter((family) => family === 'issues ')).toHaveLength(projects.length);
    expect(families.filter((family) => family.endsWith('/events') || / \d+\/events$/.test(family))).toHaveLength(
      issues.length,
    );
    // The organization's own call: its name is in no other payload.
    expect(calls).toContain('GET /organizations/acme/?detailed=0');
    expect(calls).toContain(`GET /organizations/acme/projects/?${collapsed}&per_page=3`);
    expect(calls).toHaveLength(2 + projects.length + issues.length);
  });

  it('list the newest production errors in one call', async () => {
    const { errors, calls } = await askTwice(graph, print(NewestProductionErrorsDocument), { organization: 'acme' });
    expect(errors).toBeUndefined();
    expect(calls).toEqual([
      'GET /organizations/acme/issues/?query=is:unresolved&project=-1&environment=production&sort=new&collapse=lifetime&collapse=filtered&collapse=unhandled&groupStatsPeriod=&limit=25',
    ]);
  });

  it('are documents as they stand in the repository', () => {
    for (const file of readdirSync('examples/queries')) {
      expect(readFileSync(`examples/queries/${file}`, 'utf8')).toMatch(/^# /);
    }
  });
});
