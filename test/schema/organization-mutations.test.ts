import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Graph, startGraph } from '../support/graph.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph();
});
afterAll(() => graph.close());
afterEach(() => graph.sandbox.reset());

const put = 'PUT /organizations/acme/';
const update = (input: string, fields = 'organization { id slug name }') =>
  graph.ask(`mutation { updateOrganization(input: ${input}) { ${fields} userErrors { code message field } } }`);
const idOf = async (slug: string) => (await graph.ask(`{ organization(slug: "${slug}") { id } }`)).data.organization.id;

describe('updateOrganization', () => {
  it('changes only what is given, and its settings come with the answer', async () => {
    const { data, calls, extensions } = await update(
      '{ id: "acme", name: "Acme GmbH", isEarlyAdopter: true, require2FA: null, settings: { defaultRole: MANAGER, openMembership: false, storeCrashReports: -1, sensitiveFields: [], safeFields: ["sku"] } }',
      'organization { name isEarlyAdopter avatarUrl settings { defaultRole openMembership storeCrashReports sensitiveFields safeFields scrapeJavaScript } }',
    );
    expect(data.updateOrganization).toMatchObject({
      organization: {
        name: 'Acme GmbH',
        isEarlyAdopter: true,
        settings: {
          defaultRole: 'MANAGER',
          openMembership: false,
          storeCrashReports: -1,
          sensitiveFields: [],
          safeFields: ['sku'],
          scrapeJavaScript: expect.any(Boolean),
        },
      },
      userErrors: [],
    });
    expect(calls).toEqual([put]);
    expect(extensions?.warnings).toBeUndefined();
    expect(graph.sandbox.calls.at(-1)?.body).toEqual({
      name: 'Acme GmbH',
      isEarlyAdopter: true,
      defaultRole: 'manager',
      openMembership: false,
      storeCrashReports: -1,
      sensitiveFields: [],
      safeFields: ['sku'],
    });
    const { data: read } = await graph.ask('{ organization(slug: "acme") { name settings { openMembership } } }');
    expect(read.organization).toEqual({ name: 'Acme GmbH', settings: { openMembership: false } });
  });

  it('answers under the new slug, with what is beneath it', async () => {
    const id = await idOf('acme');
    const { data, calls } = await update(
      `{ id: "${id}", slug: "acme-2" }`,
      'organization { id slug url project(slug: "payments") { name organization { slug } } }',
    );
    const { organization } = data.updateOrganization;
    expect(organization).toMatchObject({
      slug: 'acme-2',
      url: expect.stringContaining('acme-2'),
      project: { name: expect.any(String), organization: { slug: 'acme-2' } },
    });
    expect(organization.id).toBe(await idOf('acme-2'));
    expect(organization.id).not.toBe(id);
    expect(calls).toEqual([put, 'GET /projects/acme-2/payments/']);
    const { data: former, errors } = await graph.ask('query ($id: ID!) { node(id: $id) { id } }', { id });
    expect(former.node).toBeNull();
    expect(errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
  });

  it('goes through the linked account that its node id names', async () => {
    const account = graph.sandbox.worlds[1]?.connection.id;
    const { data: there } = await graph.ask(
      'query ($account: ID!) { linkedAccount(id: $account) { organization(slug: "initech") { id } } }',
      { account },
    );
    const { id } = there.linkedAccount.organization;
    const { data } = await update(`{ id: "${id}", name: "Initech" }`);
    expect(data.updateOrganization).toEqual({ organization: { id, slug: 'initech', name: 'Initech' }, userErrors: [] });
    expect(graph.sandbox.calls.at(-1)).toMatchObject({ method: 'PUT', connection: account });
  });

  it.each([
    ['{ id: "acme" }', 'REQUIRED', null],
    ['{ id: "acme", name: null, settings: {} }', 'REQUIRED', null],
    ['{ id: "acme", settings: { openMembership: null } }', 'REQUIRED', null],
    ['{ id: "acme", name: " " }', 'REQUIRED', ['name']],
    [`{ id: "acme", name: "${'x'.repeat(65)}" }`, 'TOO_LONG', ['name']],
    ['{ id: "acme", slug: "" }', 'REQUIRED', ['slug']],
    ['{ id: "acme", slug: "123" }', 'INVALID', ['slug']],
    ['{ id: "acme", slug: "acme_2" }', 'INVALID', ['slug']],
    ['{ id: "acme", slug: "acme-" }', 'INVALID', ['slug']],
    ['{ id: "acme", slug: "../globex" }', 'INVALID', ['slug']],
    [`{ id: "acme", slug: "${'x'.repeat(51)}" }`, 'TOO_LONG', ['slug']],
    ['{ id: "acme", settings: { defaultRole: BILLING } }', 'INVALID', ['settings', 'defaultRole']],
    ['{ id: "acme", settings: { defaultRole: UNKNOWN } }', 'INVALID', ['settings', 'defaultRole']],
    ['{ id: "acme", settings: { storeCrashReports: 2 } }', 'INVALID', ['settings', 'storeCrashReports']],
    ['{ id: "acme", settings: { sensitiveFields: ["a", " "] } }', 'REQUIRED', ['settings', 'sensitiveFields', '1']],
    [
      '{ id: "acme", settings: { sensitiveFields: ["iban", "Token"], safeFields: ["sku", "token"] } }',
      'CONTRADICTION',
      ['settings', 'safeFields', '1'],
    ],
    ['{ id: "", name: "x" }', 'INVALID', ['id']],
    ['{ id: "acme/projects", name: "x" }', 'INVALID', ['id']],
    ['{ id: "v1.bm9uc2Vuc2U", name: "x" }', 'INVALID', ['id']],
  ])('refuses %s before anything is sent', async (input, code, field) => {
    const { data, errors, calls } = await update(input);
    expect(errors).toBeUndefined();
    expect(data.updateOrganization).toMatchObject({ organization: null, userErrors: [{ code, field }] });
    expect(data.updateOrganization.userErrors).toHaveLength(1);
    expect(calls).toEqual([]);
  });

  it('counts characters as Sentry does, and tells all that is wrong at once', async () => {
    const name = '🦊'.repeat(64);
    expect((await update(`{ id: "acme", name: "${name}" }`)).data.updateOrganization.organization.name).toBe(name);
    const { data } = await update('{ id: "../acme", slug: "1", settings: { storeCrashReports: 7 } }');
    expect(data.updateOrganization.userErrors.map(({ field }: { field: string[] }) => field.join('.'))).toEqual([
      'id',
      'slug',
      'settings.storeCrashReports',
    ]);
  });

  it('refuses half characters, which only variables can hold', async () => {
    const { data, calls } = await graph.ask(
      'mutation ($input: UpdateOrganizationInput!) { updateOrganization(input: $input) { userErrors { code field } } }',
      { input: { id: 'acme', name: 'half \ud83d', settings: { safeFields: ['\udd8a'] } } },
    );
    expect(data.updateOrganization.userErrors).toEqual([
      { code: 'INVALID', field: ['name'] },
      { code: 'INVALID', field: ['settings', 'safeFields', '0'] },
    ]);
    expect(calls).toEqual([]);
  });

  it('says that a slug is taken or reserved, and what is not there', async () => {
    const taken = await update('{ id: "acme", slug: "globex" }');
    expect(taken.data.updateOrganization).toMatchObject({
      organization: null,
      userErrors: [{ code: 'TAKEN', field: ['slug'] }],
    });
    const reserved = await update('{ id: "acme", slug: "settings" }');
    expect(reserved.data.updateOrganization.userErrors).toMatchObject([{ code: 'TAKEN', field: ['slug'] }]);
    expect(taken.calls).toEqual([put]);
    const missing = await update('{ id: "nowhere", name: "x" }');
    expect(missing.data.updateOrganization.userErrors).toEqual([
      {
        code: 'NOT_FOUND',
        message: 'Organization "nowhere" does not exist or is not visible to the linked account.',
        field: ['id'],
      },
    ]);
    expect(missing.calls).toHaveLength(1);
  });

  it("places Sentry's refusals inside the input", async () => {
    graph.sandbox.switches.faults.push({
      method: 'PUT',
      path: /organizations/,
      status: 400,
      body: {
        require2FA: ['Cannot require two-factor authentication without personal two-factor enabled.'],
        sensitiveFields: { '1': ['This field may not be blank.'] },
        avatarType: ['Unknown.'],
        non_field_errors: ['Not now.'],
      },
    });
    const { data } = await update('{ id: "acme", require2FA: true }');
    expect(data.updateOrganization).toEqual({
      organization: null,
      userErrors: [
        {
          code: 'INVALID',
          message: 'Cannot require two-factor authentication without personal two-factor enabled.',
          field: ['require2FA'],
        },
        { code: 'REQUIRED', message: 'This field may not be blank.', field: ['settings', 'sensitiveFields', '1'] },
        { code: 'REFUSED', message: 'avatarType: Unknown.', field: null },
        { code: 'REFUSED', message: 'Not now.', field: null },
      ],
    });
  });

  it('may be forbidden', async () => {
    graph.sandbox.switches.scopes = ['org:read'];
    const { data, errors } = await update('{ id: "acme", name: "x" }');
    expect(data.updateOrganization).toBeNull();
    expect(errors).toMatchObject([{ path: ['updateOrganization'], extensions: { code: 'FORBIDDEN' } }]);
  });

  it.each(['reset-after-effect', '502-after-effect', 'empty'] as const)(
    'is sent once where its answer is lost (%s), and its outcome is unknown',
    async (kind) => {
      graph.sandbox.switches.faults.push({ method: 'PUT', path: /organizations/, kind });
      const { data, errors, calls } = await update('{ id: "acme", name: "Renamed" }');
      expect(data.updateOrganization).toBeNull();
      expect(errors).toMatchObject([{ path: ['updateOrganization'], extensions: { outcome: 'UNKNOWN' } }]);
      expect(calls).toEqual([put]);
    },
  );
});
