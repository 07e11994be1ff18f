import { type GraphQLObjectType, getNamedType, isObjectType } from 'graphql';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { schema } from '../../src/schema/index.ts';
import { encodeNodeId } from '../../src/schema/node-id.ts';
import { type Asked, type AskOptions, type Graph, startGraph } from '../support/graph.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph();
});
afterAll(() => graph.close());
afterEach(() => graph.sandbox.reset());

const own = 'acme';
const limited: AskOptions = { reach: [own] };

const world = () => {
  const found = graph.sandbox.worlds[0];
  if (!found) throw new Error('The sandbox has no world.');
  return found;
};
const organizationNamed = (slug: string) => {
  const found = world().organizations.find((organization) => organization.slug === slug);
  if (!found) throw new Error(`The sandbox has no organization ${slug}.`);
  return found;
};
const foreign = () => {
  const found = world().organizations.find(({ slug, issues }) => slug !== own && issues.length > 0);
  if (!found) throw new Error('The sandbox has one organization alone.');
  return found;
};

/** What is there in the foreign organization, by the names of arguments and by the kinds of node ids. */
const things = () => {
  const { slug, issues, projects, teams, members, releases } = foreign();
  const issue = issues.find(({ status, mergedInto }) => !status.startsWith('pending') && !mergedInto)?.id ?? '';
  return {
    slug,
    issue,
    event: 'a'.repeat(32),
    project: projects[0]?.slug ?? '',
    team: teams[0]?.slug ?? '',
    teamId: teams[0]?.id ?? '',
    member: members[0]?.id ?? '',
    version: releases[0]?.version ?? '1.0.0',
  };
};

/** An answer as it is of an organization of another name; what it cost, and where in the document it failed, does not matter. */
const shape = ({ data, errors }: Asked, slug: string): unknown => {
  const told = errors?.map(({ message, path, extensions }) => ({ message, path, extensions }));
  return JSON.parse(JSON.stringify({ data, errors: told }).replaceAll(slug, 'nowhere'));
};

/** Asks a document of the foreign organization and of one that is not there: nothing may tell the two apart. */
const expectNotFound = async (document: (organization: string) => string): Promise<void> => {
  const { slug } = foreign();
  const missing = await graph.ask(document('nowhere'));
  const asked = await graph.ask(document(slug), {}, limited);
  expect(asked.calls, document(slug)).toEqual([]);
  expect(shape(asked, slug)).toEqual(shape(missing, slug));
  const told = JSON.stringify([asked.data, asked.errors]);
  expect(told).toContain('NOT_FOUND');
};

const scalars = (type: GraphQLObjectType): string =>
  Object.values(type.getFields())
    .filter(({ type: of, args }) => !('getFields' in getNamedType(of)) && args.length === 0)
    .map(({ name }) => name)
    .join(' ');

const rootsOf = (name: 'Query' | 'LinkedAccount') => {
  const type = schema.getType(name);
  if (!isObjectType(type)) throw new Error(`There is no type ${name}.`);
  return Object.values(type.getFields()).filter(
    (field) => field.args.some((argument) => argument.name === 'organization') || field.name === 'organization',
  );
};

/** Arguments by which a root field names the thing of the foreign organization. */
const argumentsOf = (field: string, organization: string): string => {
  const { issue, event, project, team, version } = things();
  const given: Record<string, string> = {
    organization: `slug: "${organization}"`,
    project: `organization: "${organization}", slug: "${project}"`,
    team: `organization: "${organization}", slug: "${team}"`,
    release: `organization: "${organization}", version: "${version}"`,
    issue: `organization: "${organization}", id: "${issue}"`,
    event: `organization: "${organization}", id: "${event}"`,
  };
  const found = given[field];
  if (!found) throw new Error(`This test has no arguments for the new root field "${field}": add them.`);
  return found;
};

describe('an organization out of reach is as if it were not there', () => {
  it('by every root field that names one, whatever is selected', async () => {
    expect(rootsOf('LinkedAccount').map(({ name }) => name)).toEqual(rootsOf('Query').map(({ name }) => name));
    for (const { name, type } of rootsOf('Query')) {
      const of = getNamedType(type);
      if (!isObjectType(of)) throw new Error(`"${name}" gives no object.`);
      for (const selection of ['__typename', scalars(of)]) {
        await expectNotFound((slug) => `{ ${name}(${argumentsOf(name, slug)}) { ${selection} } }`);
      }
    }
  }, 60_000);

  it('by every root field of a linked account', async () => {
    const { id } = world().connection;
    for (const { name } of rootsOf('LinkedAccount')) {
      const document = (slug: string) =>
        `{ linkedAccount(id: "${id}") { ${name}(${argumentsOf(name, slug)}) { __typename id } } }`;
      const asked = await graph.ask(document(foreign().slug), {}, limited);
      expect(asked.calls.filter((call) => !call.startsWith('GET /connections'))).toEqual([]);
      expect(asked.data.linkedAccount?.[name] ?? null).toBeNull();
      expect(JSON.stringify(asked.errors)).toContain('NOT_FOUND');
    }
  });

  it('by every list of it', async () => {
    const type = schema.getType('Organization');
    if (!isObjectType(type)) throw new Error('There is no type Organization.');
    const lists = Object.values(type.getFields()).filter(({ type: of }) => `${of}`.endsWith('Connection'));
    expect(lists.length).toBeGreaterThan(4);
    for (const { name } of lists) {
      await expectNotFound(
        (slug) => `{ organization(slug: "${slug}") { ${name}(first: 3) { nodes { __typename } } } }`,
      );
    }
  });

  it('by the node ids of every kind', async () => {
    const { issue, event, project, teamId, member, version } = things();
    const parts: Record<string, string[]> = {
      o: [],
      p: [project],
      t: [teamId],
      m: [member],
      u: [member],
      i: [issue],
      e: [event],
      r: [version],
    };
    const node = schema.getType('Node');
    const kinds = Object.values(schema.getTypeMap()).filter(
      (type) => isObjectType(type) && type.getInterfaces().some((implemented) => implemented === node),
    );
    expect(kinds).toHaveLength(Object.keys(parts).length + 1);
    for (const [code, rest] of Object.entries(parts)) {
      const id = (slug: string) => encodeNodeId({ code, account: null, parts: [slug, ...rest] });
      await expectNotFound(
        (slug) => `{ node(id: "${id(slug)}") { __typename } nodes(ids: ["${id(slug)}"]) { __typename } }`,
      );
    }
  }, 60_000);

  it('by addresses of Sentry', async () => {
    const { issue, project } = things();
    for (const path of ['', `issues/${issue}/`, `projects/${project}/`]) {
      await expectNotFound(
        (slug) => `{ resource(url: "https://sentry.io/organizations/${slug}/${path}") { __typename } }`,
      );
    }
  });

  it('by every mutation that changes Sentry', async () => {
    const { issue, project, team, version } = things();
    const inputs: Record<string, (slug: string) => string> = {
      createDeploy: (slug) => `organization: "${slug}", release: "${version}", environment: "production"`,
      createProject: (slug) => `organization: "${slug}", team: "${team}", name: "New"`,
      createRelease: (slug) => `organization: "${slug}", version: "9.9.9", projects: ["${project}"]`,
      createTeam: (slug) => `organization: "${slug}", slug: "new"`,
      deleteIssue: (slug) => `organization: "${slug}", id: "${issue}"`,
      deleteIssues: (slug) => `organization: "${slug}", ids: ["${issue}"]`,
      deleteProject: (slug) => `organization: "${slug}", id: "${project}"`,
      deleteRelease: (slug) => `organization: "${slug}", id: "${version}"`,
      deleteTeam: (slug) => `organization: "${slug}", id: "${team}"`,
      updateIssue: (slug) => `organization: "${slug}", id: "${issue}", status: RESOLVED`,
      updateIssues: (slug) => `organization: "${slug}", ids: ["${issue}"], status: RESOLVED`,
      updateOrganization: (slug) => `id: "${slug}", name: "Taken over"`,
      updateProject: (slug) => `organization: "${slug}", id: "${project}", name: "Taken over"`,
      updateRelease: (slug) => `organization: "${slug}", id: "${version}", ref: "main"`,
      updateTeam: (slug) => `organization: "${slug}", id: "${team}", name: "Taken over"`,
    };
    const mutations = Object.keys(schema.getMutationType()?.getFields() ?? {}).sort();
    expect(mutations.filter((name) => !name.endsWith('LinkedAccount'))).toEqual(Object.keys(inputs).sort());
    const before = JSON.stringify(foreign());
    for (const [name, input] of Object.entries(inputs)) {
      const { slug } = foreign();
      const document = (organization: string) =>
        `mutation { ${name}(input: { ${input(organization)} }) { userErrors { code message field } } }`;
      const missing = await graph.ask(document('nowhere'));
      const asked = await graph.ask(document(slug), {}, limited);
      expect(asked.calls, name).toEqual([]);
      expect(
        { ...(shape(asked, slug) as object), warnings: asked.extensions?.warnings?.map(({ code }) => code) },
        name,
      ).toEqual({
        ...(shape(missing, slug) as object),
        warnings: missing.extensions?.warnings?.map(({ code }) => code),
      });
    }
    expect(JSON.stringify(foreign())).toBe(before);
  }, 60_000);
});

describe('lists and bare ids', () => {
  const slugs = 'nodes { slug } pageInfo { hasNextPage }';

  it('show the organizations in reach alone, which are all that is asked for', async () => {
    const { data, calls } = await graph.ask(
      `{ organizations { ${slugs} } viewer { organizations { ${slugs} } } named: organizations(slugs: ["${foreign().slug}", "acme"]) { nodes { slug } } }`,
      {},
      limited,
    );
    expect(data.organizations).toEqual({ nodes: [{ slug: own }], pageInfo: { hasNextPage: false } });
    expect(data.viewer.organizations).toEqual(data.organizations);
    expect(data.named.nodes).toEqual([{ slug: own }]);
    expect(calls.every((call) => !call.includes(foreign().slug))).toBe(true);
  });

  it('take no call where nothing asked for is in reach', async () => {
    const { data, calls } = await graph.ask(
      `{ organizations(slugs: ["${foreign().slug}"]) { nodes { slug } } }`,
      {},
      limited,
    );
    expect([data, calls]).toEqual([{ organizations: { nodes: [] } }, []]);
  });

  it('look through what is listed where more are in reach than a list can name', async () => {
    const reach = [own, ...Array.from({ length: 150 }, (_, index) => `other-${index}`)];
    const { data } = await graph.ask(`{ organizations { ${slugs} } }`, {}, { reach });
    expect(data.organizations.nodes).toEqual([{ slug: own }]);
  });

  it.each([
    ['few', [own]],
    ['many', [own, ...Array.from({ length: 20 }, (_, index) => `other-${index}`)]],
  ])('find an issue by its number in reach alone, with %s organizations', async (_count, reach) => {
    const mine = organizationNamed(own).issues.find(
      ({ status, mergedInto }) => !status.startsWith('pending') && !mergedInto,
    );
    const document = `{ mine: issue(id: "${mine?.id}") { shortId } theirs: issue(id: "${things().issue}") { shortId title } none: issue(id: "987654321") { shortId } }`;
    const { data, errors = [] } = await graph.ask(document, {}, { reach });
    expect(data).toEqual({ mine: { shortId: mine?.shortId }, theirs: null, none: null });
    const [theirs, none] = ['theirs', 'none'].map((name) => errors.find(({ path }) => path?.[0] === name));
    expect(theirs?.extensions).toEqual(none?.extensions);
    expect(theirs?.message.replace(things().issue, '987654321')).toBe(none?.message);
    expect(theirs?.extensions.code).toBe('NOT_FOUND');
  });

  it('share no batch with a client that reaches more', async () => {
    const { slug } = foreign();
    const document = `{ a: organization(slug: "acme") { name } b: organization(slug: "${slug}") { name } }`;
    const answers = await Promise.all([
      ...Array.from({ length: 5 }, () => graph.ask(document)),
      ...Array.from({ length: 5 }, () => graph.ask(document, {}, limited)),
    ]);
    for (const { data } of answers.slice(0, 5)) expect(data.b).not.toBeNull();
    for (const { data } of answers.slice(5)) expect([data.a === null, data.b]).toEqual([false, null]);
  });
});
