import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askTwice, type Graph, startGraph } from '../support/graph.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph();
});
afterAll(() => graph.close());

const issue = () =>
  graph.sandbox.worlds[0]?.organizations
    .find(({ slug }) => slug === 'acme')
    ?.issues.find(({ type, status, events }) => type === 'error' && status === 'unresolved' && events.length >= 5);

describe('events', () => {
  it('of an issue by short id take one call beside nothing else', async () => {
    const { data, calls } = await graph.ask(
      `{ issue(organization: "acme", id: "${issue()?.shortId}") { latestEvent { databaseId title } } }`,
    );
    expect(data.issue.latestEvent.databaseId).toBe(issue()?.events[0]?.id);
    expect(calls).toEqual([`GET /organizations/acme/issues/${issue()?.shortId}/events/latest/`]);
  });

  it('of an issue that is missing blame the issue', async () => {
    const { data, errors } = await graph.ask(
      '{ issue(organization: "acme", id: "999999999999") { latestEvent { title } } }',
    );
    expect(data).toEqual({ issue: null });
    expect(errors).toMatchObject([{ path: ['issue'], extensions: { code: 'NOT_FOUND' } }]);
  });

  it('none of which is in an environment are null without an error', async () => {
    const { data, errors } = await graph.ask(
      `{ issue(organization: "acme", id: "${issue()?.id}") { latestEvent(environment: ["nowhere"]) { title } } }`,
    );
    expect(data).toEqual({ issue: { latestEvent: null } });
    expect(errors).toBeUndefined();
  });

  it('are listed without bodies, and lead to issue and project without a call', async () => {
    const { data, calls } = await askTwice(
      graph,
      `{ issue(organization: "acme", id: "${issue()?.id}") { title project { slug } events(first: 3) { nodes { title dateCreated environment release { version } issue { title } project { slug } } } } }`,
    );
    expect(data.issue.events.nodes).toHaveLength(3);
    expect(calls.filter((call) => call.includes('/events/'))).toEqual([
      `GET /organizations/acme/issues/${issue()?.id}/events/?per_page=3`,
    ]);
    expect(calls.length).toBeLessThanOrEqual(3);
  });

  it('bring their bodies where those are selected, ten a call, and nothing is loaded again', async () => {
    const { data, calls } = await askTwice(
      graph,
      `{ issue(organization: "acme", id: "${issue()?.id}") { events(first: 5) { nodes { title sdk { name } startTimestamp exceptions { type stacktrace { frames { function } } } } } } }`,
    );
    expect(data.issue.events.nodes).toHaveLength(5);
    expect(calls).toEqual([`GET /organizations/acme/issues/${issue()?.id}/events/?full=1&per_page=5`]);
  });

  it('are found again by their node ids', async () => {
    const found = await graph.ask(`{ issue(organization: "acme", id: "${issue()?.id}") { latestEvent { id title } } }`);
    const { id, title } = found.data.issue.latestEvent;
    const again = await graph.ask('query ($id: ID!) { node(id: $id) { id ... on Event { title } } }', { id });
    expect(again.data).toEqual({ node: { id, title } });
    expect(again.calls).toEqual([`GET /organizations/acme/eventids/${issue()?.events[0]?.id}/`]);
  });

  it('of an issue by a query of a lone event id are that one alone', async () => {
    const id = issue()?.events[2]?.id;
    const { data, errors, calls } = await graph.ask(
      `{ issue(organization: "acme", id: "${issue()?.id}") { events(query: "${id}", first: 5) { nodes { databaseId } } } }`,
    );
    expect(errors).toBeUndefined();
    expect(data.issue.events.nodes).toEqual([{ databaseId: id }]);
    expect(calls).toEqual([`GET /organizations/acme/issues/${issue()?.id}/events/?query=${id}&per_page=5`]);
  });

  it.each([
    ['environment: ["production"]', '"environment"'],
    ['period: "1d"', '"period"'],
    ['start: "2026-11-01T00:00:00Z", end: "2026-11-02T00:00:00Z"', '"end", "start"'],
  ])('by a query of a lone event id refuse (%s), which Sentry would ignore', async (filter, names) => {
    for (const id of ['0123456789abcdef0123456789abcdef', ' 01234567-89ab-cdef-0123-456789ABCDEF ']) {
      const { data, errors, calls } = await graph.ask(
        `{ issue(organization: "acme", id: "1") { events(query: "${id}", ${filter}, first: 5) { nodes { databaseId } } } }`,
      );
      expect(data).toEqual({ issue: { events: null } });
      expect(errors).toMatchObject([
        {
          message: `A "query" that is an event id is a lookup, for which Sentry ignores ${names}: leave it out.`,
          path: ['issue', 'events'],
          extensions: { code: 'BAD_USER_INPUT' },
        },
      ]);
      expect(calls).toEqual([]);
    }
  });

  it('take one call for summary, body and neighbours together', async () => {
    const found = issue();
    const { data, calls } = await askTwice(
      graph,
      `{ issue(organization: "acme", id: "${found?.id}") { event(id: "${found?.events[1]?.id}") { title sdk { name } nextEvent { databaseId } previousEvent { databaseId } } } }`,
    );
    expect(data.issue.event).toMatchObject({
      nextEvent: { databaseId: found?.events[0]?.id },
      previousEvent: { databaseId: found?.events[2]?.id },
    });
    expect(calls).toEqual([`GET /organizations/acme/issues/${found?.id}/events/${found?.events[1]?.id}/`]);
  });

  it('know their neighbours by detail alone, so that a list of them brings no bodies for that', async () => {
    const found = issue();
    const { data, calls } = await askTwice(
      graph,
      `{ issue(organization: "acme", id: "${found?.id}") { events(first: 1) { nodes { previousEvent { databaseId } } } } }`,
    );
    expect(data.issue.events.nodes).toEqual([{ previousEvent: { databaseId: found?.events[1]?.id } }]);
    expect(calls).toEqual([
      `GET /organizations/acme/issues/${found?.id}/events/?per_page=1`,
      `GET /organizations/acme/issues/${found?.id}/events/${found?.events[0]?.id}/`,
    ]);
  });
});
