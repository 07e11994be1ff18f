import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Graph, startGraph } from '../support/graph.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph();
});
afterAll(() => graph.close());
afterEach(() => graph.sandbox.reset());

const organizationOf = (slug: string) => {
  const found = graph.sandbox.worlds[0]?.organizations.find((each) => each.slug === slug);
  if (!found) throw new Error(`The sandbox has no ${slug}.`);
  return found;
};
const numberOf = (slug: string) => organizationOf('acme').projects.find((project) => project.slug === slug)?.id;
const renamed = () => {
  const project = organizationOf('troubled').projects.find(({ formerSlugs }) => formerSlugs.length > 0);
  const [old] = project?.formerSlugs ?? [];
  if (!project || old === undefined) throw new Error('The sandbox has no renamed project.');
  return { slug: project.slug, number: project.id, old };
};

const bare = 'collapse=stats&collapse=lifetime&collapse=filtered&collapse=unhandled&groupStatsPeriod=';
const columns = 'dataset=errors&field=id&field=project&field=timestamp';
const parameter = (name: string, values: readonly string[]) => values.map((value) => `&${name}=${value}`).join('');
type List = [field: string, inside: string, call: (organization: string, narrowing: string) => string];
const issues: List = [
  'issues',
  'databaseId',
  (organization, narrowing) =>
    `GET /organizations/${organization}/issues/?query=is:unresolved${narrowing}&sort=date&${bare}&limit=2`,
];
const releases: List = [
  'releases',
  'version',
  (organization, narrowing) =>
    `GET /organizations/${organization}/releases/?${narrowing.slice(1)}&status=open&per_page=2`,
];
const events: List = [
  'events',
  'databaseId',
  (organization, narrowing) =>
    `GET /organizations/${organization}/events/?${columns}${narrowing}&sort=-timestamp&per_page=2`,
];
const lists = [issues, releases, events];

/** Asks the first two rows of a list of an organization in some projects. */
const among = (organization: string, projects: readonly (string | undefined)[], [field, inside]: List) =>
  graph.ask(
    `query ($organization: String!, $projects: [ID!]) { organization(slug: $organization) { slug list: ${field}(projects: $projects, first: 2) { nodes { ${inside} } } } }`,
    { organization, projects },
  );
const projectsOf = (organization: string, slugs: readonly string[]) =>
  expect.stringMatching(
    `^GET /organizations/${organization}/projects/\\?query=${slugs.map((slug) => `slug:${slug}`).join(' ')}&`,
  );
const unseen = (slug: string) =>
  `Project "${slug}" of organization "acme" does not exist or is not visible to the linked account.`;

describe.each(lists)('projects named to Organization.%s', (...list) => {
  const [, , call] = list;

  it('are one call', async () => {
    const { data, errors, calls } = await among('acme', ['payments', 'storefront'], list);
    expect(errors).toBeUndefined();
    expect(data.organization.list.nodes).toHaveLength(2);
    expect(calls).toEqual([call('acme', parameter('project', ['payments', 'storefront']))]);
  });

  it('are told apart where one is not there', async () => {
    const { data, errors, calls, extensions } = await among('acme', ['payments', 'nope'], list);
    expect(data).toEqual({ organization: { slug: 'acme', list: null } });
    expect(errors).toMatchObject([
      { message: unseen('nope'), path: ['organization', 'list'], extensions: { code: 'NOT_FOUND' } },
    ]);
    expect(calls).toEqual([
      call('acme', parameter('project', ['payments', 'nope'])),
      projectsOf('acme', ['payments', 'nope']),
      'GET /projects/acme/nope/',
    ]);
    expect(extensions?.cost.calls).toBe(3);
  });

  it('are all named where several are not there', async () => {
    const { errors, calls } = await among('acme', ['gone', 'payments', 'nope', 'gone'], list);
    expect(errors).toMatchObject([
      {
        message:
          'Projects "gone", "nope" of organization "acme" do not exist or are not visible to the linked account.',
        extensions: { code: 'NOT_FOUND' },
      },
    ]);
    expect(calls).toHaveLength(4);
  });

  it('may be unknown numbers', async () => {
    const { errors, calls } = await among('acme', ['999999999'], list);
    expect(errors).toMatchObject([{ message: unseen('999999999'), extensions: { code: 'NOT_FOUND' } }]);
    expect(calls).toEqual([call('acme', '&project=999999999'), 'GET /projects/acme/999999999/']);
  });

  it('are understood under an old slug', async () => {
    const { slug, number, old } = renamed();
    const now = await among('troubled', [slug], list);
    expect(now.data.organization.list.nodes.length).toBeGreaterThan(0);
    const { data, errors, calls } = await among('troubled', [old], list);
    expect(errors).toBeUndefined();
    expect(data).toEqual(now.data);
    expect(calls).toEqual([
      call('troubled', `&project=${old}`),
      `GET /projects/troubled/${old}/`,
      `GET /projects/troubled/${slug}/`,
      call('troubled', `&project=${number}`),
    ]);
  });

  it('are asked by number of a build that refuses slugs', async () => {
    const now = await among('acme', ['payments', 'storefront'], list);
    graph.sandbox.switches.oldBuild = true;
    const { data, errors, calls } = await among('acme', ['payments', 'storefront', numberOf('payments')], list);
    expect(errors).toBeUndefined();
    expect(data).toEqual(now.data);
    const numbers = ['payments', 'storefront'].map((slug) => numberOf(slug) ?? '');
    expect(calls).toEqual([
      call('acme', parameter('project', ['payments', 'storefront', ...numbers.slice(0, 1)])),
      projectsOf('acme', ['payments', 'storefront']),
      call('acme', parameter('project', numbers)),
    ]);
  });

  it('are not blamed where the account may not read the list', async () => {
    const path = new RegExp(`/${list[0]}/`);
    const body = { detail: 'You do not have permission to perform this action.' };
    graph.sandbox.switches.faults.push({ path, status: 403, body });
    const { data, errors, calls } = await among('acme', [numberOf('payments')], list);
    expect(data.organization.list).toBeNull();
    expect(errors).toMatchObject([{ path: ['organization', 'list'], extensions: { code: 'FORBIDDEN' } }]);
    expect(calls).toEqual([
      call('acme', `&project=${numberOf('payments')}`),
      expect.stringContaining('GET /projects/'),
    ]);
  });
});

it.each(['project:nope', 'is:nonsense', '('])('a search that Sentry refuses (%s) doubts no projects', async (query) => {
  const { errors, calls } = await graph.ask(
    'query ($query: String!) { organization(slug: "acme") { issues(projects: ["payments"], query: $query) { nodes { title } } } }',
    { query },
  );
  expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  expect(calls).toHaveLength(1);
});

describe('projects named to issues of a release', () => {
  const ask = (version: string) =>
    graph.ask(
      `{ release(organization: "acme", version: "${version}") { version issues(projects: ["payments", "nope"], first: 1) { nodes { title } } } }`,
    );

  it('that are not there are named', async () => {
    const { data, errors, calls } = await ask('2.4.0');
    expect(data).toEqual({ release: { version: '2.4.0', issues: null } });
    expect(errors).toMatchObject([{ message: unseen('nope'), path: ['release', 'issues'] }]);
    expect(calls).toEqual([
      `GET /organizations/acme/issues/?query=release:"2.4.0"&project=payments&project=nope&sort=date&${bare}&limit=1`,
      projectsOf('acme', ['payments', 'nope']),
      'GET /projects/acme/nope/',
      'GET /organizations/acme/releases/2.4.0/',
    ]);
  });

  it('that are not there show no release', async () => {
    const { data, errors } = await ask('9.9.9');
    expect(data).toEqual({ release: null });
    expect(errors).toMatchObject([{ path: ['release'], extensions: { code: 'NOT_FOUND' } }]);
  });
});

it('a detour of a list is counted, and not refused for the ceiling', async () => {
  const narrow = await startGraph({}, { MAX_CALLS: '1' });
  const { errors, extensions } = await narrow.ask(
    '{ organization(slug: "acme") { issues(projects: ["payments", "nope"], first: 1) { nodes { title } } } }',
  );
  await narrow.close();
  expect(errors).toMatchObject([{ message: unseen('nope') }]);
  expect(extensions?.cost.calls).toBe(3);
});

describe.each(lists)('environments named to Organization.%s', (...[field, inside, call]) => {
  const ask = (beside: string, environments: readonly string[], projects: readonly string[] | null = null) =>
    graph.ask(
      `query ($environments: [String!], $projects: [ID!]) { organization(slug: "acme") { ${beside} list: ${field}(environment: $environments, projects: $projects, first: 2) { nodes { ${inside} } } } }`,
      { environments, projects },
    );
  const summary = 'GET /organizations/acme/?detailed=0';

  it('that Sentry does not know are named, once the organization is known to be there', async () => {
    const { data, errors, calls } = await ask('slug', ['nowhere']);
    expect(data).toEqual({ organization: { slug: 'acme', list: null } });
    expect(errors).toMatchObject([
      {
        message: 'Sentry does not know the environment nowhere.',
        path: ['organization', 'list'],
        extensions: { code: 'NOT_FOUND' },
      },
    ]);
    expect(calls).toEqual([call('acme', '&project=-1&environment=nowhere'), summary]);
  });

  it('that Sentry does not know take no check where that is known already', async () => {
    const { errors, calls } = await ask('name', ['production', 'nowhere']);
    expect(errors).toMatchObject([
      {
        message: 'Sentry does not know all of the environments production, nowhere.',
        path: ['organization', 'list'],
        extensions: { code: 'NOT_FOUND' },
      },
    ]);
    expect([...calls].sort()).toEqual(
      [call('acme', '&project=-1&environment=production&environment=nowhere'), summary].sort(),
    );
  });

  it('are not blamed for projects that are not there', async () => {
    const { errors } = await ask('name', ['production'], ['nope']);
    expect(errors).toMatchObject([{ message: unseen('nope'), path: ['organization', 'list'] }]);
  });

  it('are not blamed for an organization that is not there', async () => {
    const { data, errors } = await graph.ask(
      `{ organization(slug: "nope") { slug ${field}(environment: ["nowhere"]) { nodes { ${inside} } } } }`,
    );
    expect(data).toEqual({ organization: null });
    expect(errors).toMatchObject([{ path: ['organization'], extensions: { code: 'NOT_FOUND' } }]);
  });
});

describe.each([issues, releases])('environments named to Project.%s', (...[field, inside, call]) => {
  it('that Sentry does not know are named, once the project is known to be there', async () => {
    const { data, errors, calls } = await graph.ask(
      `{ project(organization: "acme", slug: "payments") { slug list: ${field}(environment: ["nowhere"], first: 2) { nodes { ${inside} } } } }`,
    );
    expect(data).toEqual({ project: { slug: 'payments', list: null } });
    expect(errors).toMatchObject([
      {
        message: 'Sentry does not know the environment nowhere.',
        path: ['project', 'list'],
        extensions: { code: 'NOT_FOUND' },
      },
    ]);
    expect(calls).toEqual([call('acme', '&project=payments&environment=nowhere'), 'GET /projects/acme/payments/']);
  });

  it('that Sentry does not know take no check of projects in a list', async () => {
    const { data, errors, calls } = await graph.ask(
      `{ organization(slug: "acme") { projects(slugs: ["payments"]) { nodes { slug list: ${field}(environment: ["nowhere"], first: 2) { nodes { ${inside} } } } } } }`,
    );
    expect(data.organization.projects.nodes).toEqual([{ slug: 'payments', list: null }]);
    expect(errors).toMatchObject([{ message: 'Sentry does not know the environment nowhere.' }]);
    expect(calls).toEqual([
      expect.stringContaining('GET /organizations/acme/projects/?query=slug:payments&'),
      call('acme', `&project=${numberOf('payments')}&environment=nowhere`),
    ]);
  });
});

it('environments named to issues of a release that Sentry does not know are named', async () => {
  const { data, errors } = await graph.ask(
    '{ release(organization: "acme", version: "2.4.0") { version newIssues(environment: ["nowhere"]) { nodes { title } } } }',
  );
  expect(data).toEqual({ release: { version: '2.4.0', newIssues: null } });
  expect(errors).toMatchObject([{ message: 'Sentry does not know the environment nowhere.' }]);
});
