import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askTwice, type Graph, now, startGraph } from '../support/graph.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph();
});
afterAll(() => graph.close());

const acme = () => graph.sandbox.worlds[0]?.organizations.find(({ slug }) => slug === 'acme');
const list = 'GET /organizations/acme/issues/?query=';
const rest =
  '&project=-1&sort=date&collapse=stats&collapse=lifetime&collapse=filtered&collapse=unhandled&groupStatsPeriod=';
const detail = (version: string) => `GET /organizations/acme/releases/${version}/`;
const document = `query ($version: String!) { release(organization: "acme", version: $version) {
  newIssues(first: 100) { nodes { shortId } } issues(first: 100) { nodes { shortId } } known: issues(isNew: false, first: 100) { nodes { shortId } }
} }`;

/** Short ids of the issues with events of the last 90 days that fulfil a test; those merged away count with none. */
const issuesWith = (test: (issue: NonNullable<ReturnType<typeof acme>>['issues'][number]) => boolean) =>
  (acme()?.issues ?? [])
    .filter(({ mergedInto, status }) => mergedInto === null && !status.startsWith('pending'))
    .filter(({ events }) => events.some(({ date }) => date > now - 90 * 86_400_000))
    .filter(test)
    .map(({ shortId }) => shortId)
    .sort();
const shortIds = ({ nodes }: { nodes: { shortId: string }[] }) => nodes.map(({ shortId }) => shortId).sort();

describe('issues of a release', () => {
  it.each(['2.4.0', 'infra-2024.46', 'naïve café 3.0', '日本語-1.0', 'build 77 + fix, [signed]', 'retail-train 7'])(
    '%s are those of that version to the letter, new and known ones told apart',
    async (version) => {
      const { data, errors, calls } = await graph.ask(document, { version });
      expect(errors).toBeUndefined();
      const isNew = issuesWith(({ firstRelease }) => firstRelease === version);
      const all = issuesWith(({ events }) =>
        events.some(({ release, date }) => release === version && date > now - 90 * 86_400_000),
      );
      expect(shortIds(data.release.newIssues)).toEqual(isNew.slice(0, 100));
      expect(shortIds(data.release.issues)).toEqual(all);
      expect(shortIds(data.release.known)).toEqual(all.filter((shortId) => !isNew.includes(shortId)));
      expect(calls.slice(0, 3)).toEqual([
        `${list}firstRelease:"${version}"${rest}&limit=100`,
        `${list}release:"${version}"${rest}&limit=100`,
        `${list}release:"${version}" !firstRelease:"${version}"${rest}&limit=100`,
      ]);
    },
  );

  it('take the filters of any issue list, and find any status unless told', async () => {
    const { errors, calls } = await askTwice(
      graph,
      `{ release(organization: "acme", version: "2.4.0") {
        newIssues(level: [ERROR], release: ["2.5.0-rc.1"], text: "a*b", first: 1) { nodes { title } }
        issues(isNew: true, status: [UNRESOLVED], environment: ["production"], projects: ["payments"], period: "14d", query: "has:user", sort: FREQ, first: 1) { nodes { title } }
      } }`,
    );
    expect(errors).toBeUndefined();
    const bare = 'collapse=stats&collapse=lifetime&collapse=filtered&collapse=unhandled&groupStatsPeriod=&limit=1';
    expect(calls.slice(0, 2)).toEqual([
      `${list}firstRelease:"2.4.0" level:"error" release:"2.5.0-rc.1" "a\\*b"&project=-1&sort=date&${bare}`,
      `${list}is:unresolved release:"2.4.0" firstRelease:"2.4.0" has:user&project=payments&environment=production&statsPeriod=14d&sort=freq&${bare}`,
    ]);
  });

  it('that find something are one call', async () => {
    const { calls } = await askTwice(
      graph,
      '{ release(organization: "acme", version: "2.4.0") { version newIssues(first: 1) { nodes { title } } } }',
    );
    expect(calls).toEqual([`${list}firstRelease:"2.4.0"${rest}&limit=1`]);
  });

  it('that find nothing show no release: it is looked for, once', async () => {
    const there = await graph.ask(
      '{ release(organization: "acme", version: "2.4.0") { a: issues(query: "none:such") { nodes { title } } b: newIssues(query: "none:such") { nodes { title } } } }',
    );
    expect(there.errors).toBeUndefined();
    expect(there.data.release).toEqual({ a: { nodes: [] }, b: { nodes: [] } });
    expect(there.calls.slice(2)).toEqual([detail('2.4.0')]);
    const missing = await graph.ask(
      '{ organization(slug: "acme") { release(version: "9.9.9") { version issues { nodes { title } } newIssues { nodes { title } } } } }',
    );
    expect(missing.data.organization).toEqual({ release: null });
    expect(missing.errors).toMatchObject([{ path: ['organization', 'release'], extensions: { code: 'NOT_FOUND' } }]);
    expect(missing.calls.slice(2).sort()).toEqual([detail('9.9.9'), 'GET /organizations/acme/?detailed=0'].sort());
  });

  it('that find nothing beside its own fields take no call to look for it', async () => {
    for (const { version } of acme()?.releases.slice(0, 20) ?? []) {
      const { errors, calls } = await graph.ask(
        'query ($version: String!) { release(organization: "acme", version: $version) { projects { health { adoption } } newIssues(query: "none:such") { nodes { title } } } }',
        { version },
      );
      expect(errors).toBeUndefined();
      expect(calls).toHaveLength(2);
    }
  });

  it('of releases in a list are one call each, the releases known to be there', async () => {
    const { errors, calls } = await askTwice(
      graph,
      '{ organization(slug: "acme") { releases(first: 3) { nodes { newIssues(query: "none:such", first: 1) { nodes { title } } } } } }',
    );
    expect(errors).toBeUndefined();
    expect(calls).toHaveLength(4);
  });

  it.each([
    [`query: "${'a'.repeat(32)}"`, 'cannot be limited to a release'],
    ['query: "is:resolved", status: [RESOLVED]', 'names a status itself'],
    ['period: "91d"', 'at most 90 days'],
    ['assignee: ["me"]', 'linked account'],
    ['sort: INBOX', 'INBOX'],
  ])('refuse (%s) before any call', async (args, reason) => {
    for (const field of ['issues', 'newIssues']) {
      const { errors, calls } = await graph.ask(
        `{ release(organization: "acme", version: "2.4.0") { ${field}(${args}) { nodes { title } } } }`,
      );
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
      expect(errors?.[0]?.message).toContain(reason);
      expect(calls).toEqual([]);
    }
  });
});
