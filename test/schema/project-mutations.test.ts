import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Graph, startGraph } from '../support/graph.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph();
});
afterAll(() => graph.close());
afterEach(() => graph.sandbox.reset());

const errors = 'userErrors { code message field }';
const update = (input: string, fields = 'project { id databaseId slug name }') =>
  graph.ask(`mutation { updateProject(input: ${input}) { ${fields} ${errors} } }`);
const remove = (input: string, fields = 'deletedId organization { slug }') =>
  graph.ask(`mutation { deleteProject(input: ${input}) { ${fields} ${errors} } }`);
const project = async (slug: string) =>
  (await graph.ask(`{ project(organization: "acme", slug: "${slug}") { id databaseId slug name } }`)).data.project;
const payments = 'organization: "acme", id: "payments"';
const put = 'PUT /projects/acme/payments/';

describe('updateProject', () => {
  it('changes only what is given, and settings and features come with the answer', async () => {
    const { data, calls } = await update(
      `{ ${payments}, name: "Paying", platform: "python-flask", isBookmarked: true, slug: null, settings: { subjectPrefix: "", resolveAge: 48, highlightTags: ["url"], highlightContext: { user: ["id", "email"] } } }`,
      'project { name platform isBookmarked features teams { slug } settings { subjectPrefix resolveAge highlightTags highlightContext dataScrubber } }',
    );
    expect(data.updateProject).toEqual({
      project: {
        name: 'Paying',
        platform: 'python-flask',
        isBookmarked: true,
        features: expect.any(Array),
        teams: [{ slug: 'payments' }],
        settings: {
          subjectPrefix: '',
          resolveAge: 48,
          highlightTags: ['url'],
          highlightContext: { user: ['id', 'email'] },
          dataScrubber: expect.any(Boolean),
        },
      },
      userErrors: [],
    });
    expect(calls).toEqual([put]);
    expect(graph.sandbox.calls.at(-1)?.body).toEqual({
      name: 'Paying',
      platform: 'python-flask',
      isBookmarked: true,
      subjectPrefix: '',
      resolveAge: 48,
      highlightTags: ['url'],
      highlightContext: { user: ['id', 'email'] },
    });
    const { data: listed } = await graph.ask(
      '{ organization(slug: "acme") { projects(search: "payments") { nodes { name isBookmarked } } } }',
    );
    expect(listed.organization.projects.nodes).toContainEqual({ name: 'Paying', isBookmarked: true });
  });

  it('takes a project by slug, number or node id', async () => {
    const { id, databaseId } = await project('payments');
    const byNumber = await update(`{ organization: "acme", id: "${databaseId}", name: "One" }`);
    expect(byNumber.data.updateProject.project).toEqual({ id, databaseId, slug: 'payments', name: 'One' });
    expect(byNumber.calls).toEqual([`PUT /projects/acme/${databaseId}/`]);
    const byId = await update(`{ id: "${id}", name: "Two" }`);
    expect(byId.data.updateProject.project).toEqual({ id, databaseId, slug: 'payments', name: 'Two' });
    expect(byId.calls).toEqual([put]);
  });

  it('never resolves by age where null is given', async () => {
    const { data } = await update(
      `{ ${payments}, settings: { resolveAge: null } }`,
      'project { settings { resolveAge } }',
    );
    expect(data.updateProject).toEqual({ project: { settings: { resolveAge: 0 } }, userErrors: [] });
    expect(graph.sandbox.calls.at(-1)?.body).toEqual({ resolveAge: 0 });
  });

  it('tells where Sentry keeps a platform that is to be cleared', async () => {
    const { data, extensions } = await update(`{ ${payments}, platform: null }`, 'project { platform }');
    expect(graph.sandbox.calls.at(-1)?.body).toEqual({ platform: null });
    expect(data.updateProject).toEqual({ project: { platform: 'python-django' }, userErrors: [] });
    expect(extensions?.warnings).toMatchObject([{ code: 'NOT_CHANGED', path: ['updateProject'] }]);
    const without = await update('{ organization: "acme", id: "docs-site", platform: null }', 'project { platform }');
    expect(without.data.updateProject.project).toEqual({ platform: null });
    expect(without.extensions?.warnings).toBeUndefined();
  });

  it('answers under the new slug; reads by the old one are redirected, writes are not', async () => {
    const { id } = await project('payments');
    const { data, calls } = await update(`{ id: "${id}", slug: "paying" }`, 'project { id slug url name }');
    const renamed = data.updateProject.project;
    expect(renamed).toMatchObject({ slug: 'paying', url: expect.stringContaining('paying') });
    expect(renamed.id).not.toBe(id);
    expect(calls).toEqual([put]);
    const found = await graph.ask('{ project(organization: "acme", slug: "payments") { name databaseId } }');
    expect(found.data.project.name).toBe(renamed.name);
    expect(found.calls).toEqual(['GET /projects/acme/payments/', 'GET /projects/acme/paying/']);
    const node = await graph.ask('query ($id: ID!) { node(id: $id) { ... on Project { name } } }', { id });
    expect(node.data.node).toEqual({ name: renamed.name });
    const writes = [await update(`{ id: "${id}", name: "x" }`), await remove(`{ id: "${id}" }`)];
    const outcome = {
      userErrors: [{ code: 'NOT_FOUND', message: expect.stringContaining('"paying"'), field: ['id'] }],
    };
    expect(writes[0]?.data.updateProject).toEqual({ project: null, ...outcome });
    expect(writes[1]?.data.deleteProject).toEqual({ deletedId: null, organization: null, ...outcome });
    expect(writes.flatMap((write) => write.calls)).toEqual([put, 'DELETE /projects/acme/payments/']);
  });

  it.each([
    [`{ ${payments} }`, 'REQUIRED', null],
    [`{ ${payments}, name: null, isBookmarked: null, settings: {} }`, 'REQUIRED', null],
    [`{ ${payments}, settings: { highlightTags: null } }`, 'REQUIRED', null],
    [`{ ${payments}, name: "" }`, 'REQUIRED', ['name']],
    [`{ ${payments}, name: "${'x'.repeat(201)}" }`, 'TOO_LONG', ['name']],
    [`{ ${payments}, slug: "" }`, 'REQUIRED', ['slug']],
    [`{ ${payments}, slug: "Pay Ments" }`, 'INVALID', ['slug']],
    [`{ ${payments}, slug: "12" }`, 'INVALID', ['slug']],
    [`{ ${payments}, slug: "${'x'.repeat(101)}" }`, 'TOO_LONG', ['slug']],
    [`{ ${payments}, platform: "" }`, 'REQUIRED', ['platform']],
    [`{ ${payments}, settings: { subjectPrefix: "${'x'.repeat(201)}" } }`, 'TOO_LONG', ['settings', 'subjectPrefix']],
    [`{ ${payments}, settings: { subjectTemplate: " " } }`, 'REQUIRED', ['settings', 'subjectTemplate']],
    [`{ ${payments}, settings: { resolveAge: -1 } }`, 'INVALID', ['settings', 'resolveAge']],
    [`{ ${payments}, settings: { highlightTags: ["url", ""] } }`, 'REQUIRED', ['settings', 'highlightTags', '1']],
    [`{ ${payments}, settings: { highlightContext: ["user"] } }`, 'INVALID', ['settings', 'highlightContext']],
    [`{ ${payments}, settings: { highlightContext: { user: "id" } } }`, 'INVALID', ['settings', 'highlightContext']],
    [`{ ${payments}, settings: { highlightContext: { user: [1] } } }`, 'INVALID', ['settings', 'highlightContext']],
    ['{ id: "payments", name: "x" }', 'REQUIRED', ['organization']],
    ['{ organization: "acme", id: "../payments", name: "x" }', 'INVALID', ['id']],
    ['{ organization: "acme/x", id: "payments", name: "x" }', 'INVALID', ['organization']],
    ['{ id: "v1.bm9uc2Vuc2U", name: "x" }', 'INVALID', ['id']],
  ])('refuses %s before anything is sent', async (input, code, field) => {
    const { data, errors: none, calls } = await update(input);
    expect(none).toBeUndefined();
    expect(data.updateProject).toMatchObject({ project: null, userErrors: [{ code, field }] });
    expect(data.updateProject.userErrors).toHaveLength(1);
    expect(calls).toEqual([]);
  });

  it('refuses ids of other organizations and other kinds', async () => {
    const { id } = await project('payments');
    const two = await update(`{ organization: "globex", id: "${id}", name: "x" }`);
    expect(two.data.updateProject.userErrors).toMatchObject([{ code: 'CONTRADICTION', field: ['organization'] }]);
    const { data } = await graph.ask('{ organization(slug: "acme") { id } }');
    const other = await update(`{ id: "${data.organization.id}", name: "x" }`);
    expect(other.data.updateProject.userErrors).toMatchObject([{ code: 'INVALID', field: ['id'] }]);
    expect([...two.calls, ...other.calls]).toEqual([]);
  });

  it('says what is taken, unknown and not there', async () => {
    const taken = await update(`{ ${payments}, slug: "storefront" }`);
    expect(taken.data.updateProject).toMatchObject({ project: null, userErrors: [{ code: 'TAKEN', field: ['slug'] }] });
    const strange = await update(`{ ${payments}, platform: "abacus" }`);
    expect(strange.data.updateProject.userErrors).toEqual([
      { code: 'INVALID', message: 'Invalid platform.', field: ['platform'] },
    ]);
    const missing = await update('{ organization: "acme", id: "no-such", name: "x" }');
    expect(missing.data.updateProject.userErrors).toEqual([
      {
        code: 'NOT_FOUND',
        message: 'Project "no-such" of organization "acme" does not exist or is not visible to the linked account.',
        field: ['id'],
      },
    ]);
    expect(missing.calls).toHaveLength(1);
  });

  it.each([
    [
      { highlightContext: ["Value for 'user' must be a list of strings."] },
      'INVALID',
      ['settings', 'highlightContext'],
    ],
    [{ highlightTags: { '2': ['Not a valid string.'] } }, 'INVALID', ['settings', 'highlightTags', '2']],
    [{ digestsMinDelay: ['Too low.'] }, 'REFUSED', null],
    [{ detail: { code: 'x', message: 'No.', extra: {} } }, 'REFUSED', null],
    [{ detail: ['No.'] }, 'REFUSED', null],
    ['', 'REFUSED', null],
  ])('places the refusal %j inside the input', async (body, code, field) => {
    graph.sandbox.switches.faults.push({ method: 'PUT', path: /projects/, status: 400, body });
    const { data, errors: none } = await update(`{ ${payments}, name: "x" }`);
    expect(none).toBeUndefined();
    expect(data.updateProject).toMatchObject({ project: null, userErrors: [{ code, field }] });
    if (body === '') expect(data.updateProject.userErrors[0].message).toMatch(/no user stands behind/);
  });

  it('takes a bookmark of whoever may only read', async () => {
    graph.sandbox.switches.scopes = ['project:read'];
    const bookmark = await update(`{ ${payments}, isBookmarked: true }`, 'project { isBookmarked }');
    expect(bookmark.data.updateProject.project).toEqual({ isBookmarked: true });
    const { errors: forbidden } = await update(`{ ${payments}, name: "x" }`);
    expect(forbidden).toMatchObject([{ path: ['updateProject'], extensions: { code: 'FORBIDDEN' } }]);
  });

  it.each(['reset-after-effect', '502-after-effect', 'empty'] as const)(
    'is sent once where its answer is lost (%s), and its outcome is unknown',
    async (kind) => {
      graph.sandbox.switches.faults.push({ method: 'PUT', path: /projects/, kind });
      const { data, errors: lost, calls } = await update(`{ ${payments}, name: "Renamed" }`);
      expect(data.updateProject).toBeNull();
      expect(lost).toMatchObject([{ path: ['updateProject'], extensions: { outcome: 'UNKNOWN' } }]);
      expect(calls).toEqual([put]);
    },
  );
});

describe('deleteProject', () => {
  it('answers with its node id and organization; it is gone, and a repeat reads as done', async () => {
    const { id } = await project('payments');
    const first = await remove(`{ ${payments} }`);
    expect(first.data.deleteProject).toEqual({ deletedId: id, organization: { slug: 'acme' }, userErrors: [] });
    expect(first.calls).toEqual(['DELETE /projects/acme/payments/']);
    expect(first.extensions?.warnings).toBeUndefined();
    expect(await project('payments')).toBeNull();
    const again = await remove(`{ id: "${id}" }`);
    expect(again.data.deleteProject).toEqual({ deletedId: id, organization: { slug: 'acme' }, userErrors: [] });
    expect(again.extensions?.warnings).toMatchObject([{ code: 'NOT_FOUND', path: ['deleteProject'] }]);
  });

  it('by number needs a call for its node id, where that is selected', async () => {
    const { id, databaseId } = await project('payments');
    const { data, calls } = await remove(`{ organization: "acme", id: "${databaseId}" }`);
    expect(data.deleteProject.deletedId).toBe(id);
    expect(calls).toEqual([`GET /projects/acme/${databaseId}/`, `DELETE /projects/acme/${databaseId}/`]);
    const { databaseId: other } = await project('storefront');
    const bare = await remove(`{ organization: "acme", id: "${other}" }`, 'organization { slug }');
    expect(bare.calls).toEqual([`DELETE /projects/acme/${other}/`]);
    const again = await remove(`{ organization: "acme", id: "${other}" }`, 'deletedId');
    expect(again.data.deleteProject).toEqual({ deletedId: null, userErrors: [] });
    expect(again.extensions?.warnings).toMatchObject([{ code: 'NOT_FOUND' }]);
  });

  it('may be forbidden, and a lost answer is not repeated', async () => {
    graph.sandbox.switches.scopes = ['project:write'];
    const { errors: forbidden } = await remove(`{ ${payments} }`);
    expect(forbidden).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    graph.sandbox.switches.scopes = null;
    graph.sandbox.switches.faults.push({ method: 'DELETE', path: /projects/, kind: '502-after-effect' });
    const { data, errors: lost, calls } = await remove(`{ ${payments} }`);
    expect(data.deleteProject).toBeNull();
    expect(lost).toMatchObject([{ path: ['deleteProject'], extensions: { outcome: 'UNKNOWN' } }]);
    expect(calls).toEqual(['DELETE /projects/acme/payments/']);
  });

  it.each([
    ['{ id: "payments" }', 'REQUIRED', ['organization']],
    ['{ organization: "acme", id: "" }', 'INVALID', ['id']],
    ['{ organization: "acme", id: "payments/../web" }', 'INVALID', ['id']],
  ])('refuses %s before anything is sent', async (input, code, field) => {
    const { data, calls } = await remove(input);
    expect(data.deleteProject).toMatchObject({ deletedId: null, userErrors: [{ code, field }] });
    expect(calls).toEqual([]);
  });
});

it('never shows a secret of a project', async () => {
  graph.sandbox.switches.faults.push({
    method: 'PUT',
    path: /projects/,
    status: 200,
    body: { id: '1', slug: 'payments', name: 'x', securityToken: 'topsecret', options: { token: 'topsecret' } },
  });
  const answer = await update(`{ ${payments}, name: "x" }`, 'project { name settings { subjectPrefix } }');
  expect(answer.data.updateProject.project).toEqual({ name: 'x', settings: { subjectPrefix: null } });
  expect(JSON.stringify(answer)).not.toContain('topsecret');
});
