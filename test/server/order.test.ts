import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Graph, startGraph } from '../support/graph.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph();
});
afterAll(() => graph.close());

const document = `{
  organization(slug: "acme") {
    databaseId
    teams(first: 1) { nodes { databaseId slug name } }
    slug
    ...more
    dateCreated
  }
  viewer { mode }
}
fragment more on Organization { projects(first: 1) { nodes { name slug } } }`;

describe('the fields of an answer', () => {
  it('stand in the order of the document, whichever of them was known first', async () => {
    const { data, errors, calls } = await graph.ask(document);
    expect(errors).toBeUndefined();
    expect(calls).toHaveLength(3);
    expect(Object.keys(data)).toEqual(['organization', 'viewer']);
    expect(Object.keys(data.organization)).toEqual(['databaseId', 'teams', 'slug', 'projects', 'dateCreated']);
    expect(Object.keys(data.organization.teams.nodes[0])).toEqual(['databaseId', 'slug', 'name']);
    expect(Object.keys(data.organization.projects.nodes[0])).toEqual(['name', 'slug']);
  });
});
