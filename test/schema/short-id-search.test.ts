import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Graph, startGraph } from '../support/graph.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph();
});
afterAll(() => graph.close());
afterEach(() => graph.sandbox.reset());

const acme = () => {
  const found = graph.sandbox.worlds[0]?.organizations.find(({ slug }) => slug === 'acme');
  if (!found) throw new Error('The sandbox has no acme.');
  return found;
};
const live = () =>
  acme().issues.filter(({ status, mergedInto, events }) => !status.startsWith('pending') && !mergedInto && events[0]);
const one = () => {
  const [issue] = live();
  const event = issue?.events[0];
  const home = acme().projects.find(({ id }) => id === issue?.projectId);
  const other = acme().projects.find(({ id, trouble }) => id !== issue?.projectId && !trouble);
  if (!issue || !event || !home || !other) throw new Error('The sandbox has too few issues or projects.');
  return { issue, event, home, other };
};

const list = 'GET /organizations/acme/issues/';
const bare = 'collapse=stats&collapse=lifetime&collapse=filtered&collapse=unhandled&groupStatsPeriod=';

describe('a lookup in a project', () => {
  it.each(['short id', 'event id'])('of the %s of another project’s issue finds nothing', async (kind) => {
    const { issue, event, home, other } = one();
    const query = kind === 'short id' ? issue.shortId : event.id;
    const ask = (slug: string) =>
      graph.ask(
        `{ project(organization: "acme", slug: "${slug}") { issues(query: "${query}") { nodes { shortId project { slug } } pageInfo { hasNextPage endCursor } } } }`,
      );
    const lookup = kind === 'short id' ? '&shortIdLookup=1' : '';
    const elsewhere = await ask(other.slug);
    expect(elsewhere.errors).toBeUndefined();
    expect(elsewhere.data.project.issues).toEqual({ nodes: [], pageInfo: { hasNextPage: false, endCursor: null } });
    expect(elsewhere.calls).toEqual([
      `${list}?query=${query}&project=${other.slug}&sort=date${lookup}&${bare}&limit=25`,
    ]);
    for (const name of [home.slug, home.id]) {
      const { data } = await ask(name);
      expect(data.project.issues.nodes).toEqual([{ shortId: issue.shortId, project: { slug: home.slug } }]);
    }
  });
});

describe('a word that looks like a short id', () => {
  /** Two issues about "WIN-32", one of them resolved. */
  const aboutWindows = () => {
    const open = live().find(({ status }) => status === 'unresolved');
    const closed = live().find(({ status }) => status === 'resolved');
    if (!open || !closed) throw new Error('The sandbox has too few issues.');
    for (const issue of [open, closed]) issue.title = 'Fails on WIN-32 only';
    return { open, closed };
  };
  const page = '{ nodes { shortId } }';

  it('is searched for under the default status: one call more', async () => {
    const { open } = aboutWindows();
    const { data, errors, calls } = await graph.ask(
      `{ organization(slug: "acme") { issues(query: "WIN-32", sort: NEW) ${page} } }`,
    );
    expect(errors).toBeUndefined();
    expect(data.organization.issues.nodes).toEqual([{ shortId: open.shortId }]);
    expect(calls).toEqual([
      `${list}?query=WIN-32&project=-1&sort=new&shortIdLookup=1&${bare}&limit=25`,
      `${list}?query=is:unresolved WIN-32&project=-1&sort=new&${bare}&limit=25`,
    ]);
  });

  it('is one call in any status', async () => {
    const { open, closed } = aboutWindows();
    const { data, calls } = await graph.ask(
      `{ organization(slug: "acme") { issues(query: "WIN-32", status: null) ${page} } }`,
    );
    expect(data.organization.issues.nodes).toHaveLength(2);
    expect(data.organization.issues.nodes).toEqual(
      expect.arrayContaining([{ shortId: open.shortId }, { shortId: closed.shortId }]),
    );
    expect(calls).toEqual([`${list}?query=WIN-32&project=-1&sort=date&shortIdLookup=1&${bare}&limit=25`]);
  });

  it('is a word beside other filters', async () => {
    const { open } = aboutWindows();
    const home = acme().projects.find(({ id }) => id === open.projectId)?.slug;
    const { data, errors, calls } = await graph.ask(
      `{ organization(slug: "acme") { issues(query: "WIN-32", projects: ["${home}"]) ${page} } }`,
    );
    expect(errors).toBeUndefined();
    expect(data.organization.issues.nodes).toEqual([{ shortId: open.shortId }]);
    expect(calls).toEqual([`${list}?query=is:unresolved WIN-32&project=${home}&sort=date&${bare}&limit=25`]);
  });

  it('is paged like any search', async () => {
    for (const issue of live()) issue.title = 'Fails on WIN-32 only';
    const ask = (after: string | null) =>
      graph.ask(
        'query ($after: String) { organization(slug: "acme") { issues(query: "WIN-32", first: 1, after: $after) { nodes { shortId status } pageInfo { endCursor } } } }',
        { after },
      );
    const first = (await ask(null)).data.organization.issues;
    const second = await ask(first.pageInfo.endCursor);
    expect(second.calls).toHaveLength(1);
    expect(second.calls[0]).toContain('?query=is:unresolved WIN-32&');
    expect(second.data.organization.issues.nodes[0].shortId).not.toBe(first.nodes[0].shortId);
    expect(second.data.organization.issues.nodes[0].status).toBe('UNRESOLVED');
  });
});
