import { type GraphQLField, getNamedType, isCompositeType, isObjectType, isRequiredArgument } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schema } from '../../src/schema/index.ts';
import { encodeNodeId } from '../../src/schema/node-id.ts';
import { askTwice, type Graph, startGraph } from '../support/graph.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph();
});
afterAll(() => graph.close());

const acme = () => graph.sandbox.worlds[0]?.organizations.find(({ slug }) => slug === 'acme');

/** Node ids of things that are not there, by type. */
const missing: Record<string, string> = {
  Organization: encodeNodeId({ code: 'o', account: null, parts: ['nowhere'] }),
  Project: encodeNodeId({ code: 'p', account: null, parts: ['acme', 'nothing'] }),
  Issue: encodeNodeId({ code: 'i', account: null, parts: ['acme', '1'] }),
  Event: encodeNodeId({ code: 'e', account: null, parts: ['acme', '0'.repeat(32)] }),
  Team: encodeNodeId({ code: 't', account: null, parts: ['acme', '1'] }),
  User: encodeNodeId({ code: 'u', account: null, parts: ['acme', '1'] }),
  Member: encodeNodeId({ code: 'm', account: null, parts: ['acme', '1'] }),
  Release: encodeNodeId({ code: 'r', account: null, parts: ['acme', '9.9.9'] }),
  LinkedAccount: encodeNodeId({ code: 'a', account: null, parts: ['nobody'] }),
};

const nodeTypes = schema.getPossibleTypes(schema.getType('Node') as never);

const selectionOf = (field: GraphQLField<unknown, unknown>): string =>
  isCompositeType(getNamedType(field.type)) ? `${field.name} { __typename }` : field.name;

describe('a lookup never invents', () => {
  it('of every type that has a node id', () => {
    expect(nodeTypes.map(({ name }) => name).sort()).toEqual(Object.keys(missing).sort());
  });

  const cases = nodeTypes.flatMap((type) =>
    isObjectType(type)
      ? Object.values(type.getFields())
          .filter(({ args }) => !args.some(isRequiredArgument))
          .map((field): [string, string, string] => [type.name, field.name, selectionOf(field)])
      : [],
  );

  it.each(cases)('%s.%s alone on a missing object is NOT_FOUND at the lookup', async (type, _field, selection) => {
    const { data, errors } = await graph.ask(`query ($id: ID!) { node(id: $id) { ... on ${type} { ${selection} } } }`, {
      id: missing[type],
    });
    expect(data.node).toBeNull();
    expect(errors?.map(({ path, extensions }) => [path, extensions.code])).toEqual([
      [['node'], type === 'LinkedAccount' ? 'LINKED_ACCOUNT_NOT_FOUND' : 'NOT_FOUND'],
    ]);
  });

  it.each([
    ['url', 'issue(organization: "acme", id: "1") { event(id: "$event") { url } }', ['issue']],
    [
      'project',
      'project(organization: "acme", slug: "payments") { event(id: "$event") { project { slug } } }',
      ['project', 'event'],
    ],
  ])('of an event by its %s beneath an issue or project', async (_name, field, path) => {
    const { errors } = await graph.ask(`{ ${field.replace('$event', '0'.repeat(32))} }`);
    expect(errors).toMatchObject([{ path, extensions: { code: 'NOT_FOUND' } }]);
  });

  it('of an event in one issue because another issue has it', async () => {
    const [a, b] = acme()?.issues.filter(({ events, status }) => events.length > 0 && status === 'unresolved') ?? [];
    const id = b?.events[0]?.id;
    const { data, errors } = await graph.ask(
      `query ($a: ID!, $b: ID!, $id: ID!) {
        b: issue(organization: "acme", id: $b) { event(id: $id) { title } }
        a: issue(organization: "acme", id: $a) { title event(id: $id) { title } }
        p: project(organization: "acme", slug: "nothing") { event(id: $id) { title } }
      }`,
      { a: a?.id, b: b?.id, id },
    );
    expect(data.b.event.title).toEqual(expect.any(String));
    expect(data.a).toEqual({ title: expect.any(String), event: null });
    expect(data.p).toBeNull();
    expect(errors?.map(({ path }) => path?.join('.')).sort()).toEqual(['a.event', 'p']);
  });
});

describe('a refused batch', () => {
  it('of a missing organization fails its keys with one call, not one each', async () => {
    const ids = Array.from({ length: 50 }, (_, index) =>
      encodeNodeId({ code: 'i', account: null, parts: ['nowhere', String(1000 + index)] }),
    );
    const { errors, calls } = await graph.ask('query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Issue { title } } }', {
      ids,
    });
    expect(errors).toHaveLength(50);
    expect(calls.length).toBeLessThanOrEqual(2);
  });
});

describe('a team of an assignment', () => {
  it('is named by its slug, and by its name wherever a row of it was met', async () => {
    const issue = acme()?.issues.find(
      ({ assignedTo, status }) => status === 'unresolved' && assignedTo?.type === 'team',
    );
    const team = acme()?.teams.find(({ id }) => id === issue?.assignedTo?.id);
    const { data, calls } = await askTwice(
      graph,
      'query ($id: ID!) { issue(organization: "acme", id: $id) { assignee { databaseId name ... on Team { slug url } } } }',
      { id: issue?.id },
    );
    expect(calls).toHaveLength(1);
    expect(data.issue.assignee).toEqual({
      databaseId: team?.id,
      name: team?.slug,
      slug: team?.slug,
      url: `https://acme.sentry.io/settings/teams/${team?.slug}/`,
    });
  });
});
