import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { askTwice, type Graph, startGraph } from '../support/graph.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph();
});
afterAll(() => graph.close());
afterEach(() => graph.sandbox.reset());

const acme = () => graph.sandbox.worlds[0]?.organizations.find(({ slug }) => slug === 'acme');
const issue = () =>
  acme()?.issues.find(({ type, status, events }) => type === 'error' && status === 'unresolved' && events.length >= 5);
const event = () => issue()?.events[1];
const project = () => acme()?.projects.find(({ id }) => id === issue()?.projectId)?.slug;
const detail = () => `GET /projects/acme/${project()}/events/${event()?.id}/`;
const search = () => `GET /organizations/acme/eventids/${event()?.id}/`;

describe('an event looked up by id', () => {
  it('with its project is event detail, once for all fields', async () => {
    const { data, calls } = await askTwice(
      graph,
      `{ event(organization: "acme", project: "${project()}", id: "${event()?.id.toUpperCase()}") { databaseId title sdk { name } project { slug } nextEvent { databaseId } } }`,
    );
    expect(data.event).toMatchObject({
      databaseId: event()?.id,
      title: event()?.title,
      project: { slug: project() },
      nextEvent: { databaseId: issue()?.events[0]?.id },
    });
    expect(calls).toEqual([detail()]);
  });

  it.each([
    'event(organization: "acme", id: $id) { title project { slug } }',
    'organization(slug: "acme") { event(id: $id) { title project { slug } } }',
  ])('without a project is a search through all: %s', async (field) => {
    const { data, calls } = await askTwice(graph, `query ($id: ID!) { ${field} }`, { id: event()?.id });
    const found = data.event ?? data.organization.event;
    expect(found).toEqual({ title: event()?.title, project: { slug: project() } });
    expect(calls).toEqual([search()]);
  });

  it('without a project learns its neighbours by one call more', async () => {
    const { data, calls } = await askTwice(
      graph,
      `{ event(organization: "acme", id: "${event()?.id}") { title previousEvent { databaseId } } }`,
    );
    expect(data.event.previousEvent.databaseId).toBe(issue()?.events[2]?.id);
    expect(calls).toEqual([search(), detail()]);
  });

  it('by its key alone is checked with one call', async () => {
    const { data, calls } = await askTwice(
      graph,
      `{ event(organization: "acme", project: "${project()}", id: "${event()?.id}") { databaseId } }`,
    );
    expect(data.event).toEqual({ databaseId: event()?.id });
    expect(calls).toEqual([detail()]);
  });

  it.each([`project: "no-such", `, ''])('that is missing is null with one NOT_FOUND at its path (%s)', async (arg) => {
    const { data, errors, calls } = await graph.ask(
      `{ event(organization: "acme", ${arg}id: "${'0'.repeat(32)}") { title sdk { name } } }`,
    );
    expect(data).toEqual({ event: null });
    expect(errors).toMatchObject([{ path: ['event'], extensions: { code: 'NOT_FOUND' } }]);
    expect(calls).toHaveLength(1);
  });

  it('in an organization that is missing blames the organization', async () => {
    const { data, errors } = await graph.ask(
      `{ organization(slug: "nope") { event(id: "${event()?.id}") { title } } }`,
    );
    expect(data).toEqual({ organization: null });
    expect(errors).toMatchObject([{ path: ['organization'], extensions: { code: 'NOT_FOUND' } }]);
  });

  it('through a linked account stays there', async () => {
    const account = graph.sandbox.worlds[0]?.connection.id;
    const { data, calls } = await graph.ask(
      'query ($account: ID!, $id: ID!) { linkedAccount(id: $account) { event(organization: "acme", id: $id) { title } } }',
      { account, id: event()?.id },
    );
    expect(data.linkedAccount.event.title).toBe(event()?.title);
    expect(calls).toEqual([search()]);
    expect(graph.sandbox.calls.at(-1)?.connection).toBe(account);
  });

  it.each([
    'organization: "acme", id: "x"',
    'organization: "a/b", id: "1"',
    'organization: "acme", project: "../x", id: "00000000000000000000000000000000"',
  ])('is refused where malformed: %s', async (args) => {
    const { errors, calls } = await graph.ask(`{ event(${args}) { title } }`);
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect(calls).toEqual([]);
  });
});
