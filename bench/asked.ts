import type { Sandbox } from '../src/sandbox/index.ts';

export type Variables = Readonly<Record<string, unknown>>;

const organization = 'acme';
const acme = { organization };
const person = 'user.email:jane@acme.com';
const ids = ['5101000615', '5101000632', '5101000649'];

const newRelease = {
  ...acme,
  version: 'storefront@2.6.0',
  projects: ['storefront'],
  dateReleased: '2026-11-25T11:00:00Z',
  commits: [
    {
      sha: '3f1c2a9d7b5e4f60a8c1d2e3f4a5b6c7d8e9f0a1',
      repository: 'acme/storefront',
      message: 'Round totals once',
      authorName: 'Ada Berg',
      authorEmail: 'ada@example.com',
      timestamp: '2026-11-25T09:30:00Z',
      patchSet: [{ path: 'src/totals.ts', type: 'MODIFIED' }],
    },
  ],
};

const changes: Readonly<Record<string, Variables>> = {
  'create-deploy': { input: { ...acme, release: '2.5.0-rc.1', environment: 'staging' } },
  'create-linked-account': {},
  'create-project': { ...acme, team: 'web', name: 'Price Feed', platform: 'node' },
  'create-release': { input: newRelease },
  'create-team': { ...acme, name: 'Night Watch' },
  'delete-issue': { ...acme, id: 'STOREFRONT-16' },
  'delete-issues': { ...acme, ids },
  'delete-linked-account': { id: '1b4e28ba-2fa1-41d2-883f-0016d3cca427' },
  'delete-project': { ...acme, project: 'payments' },
  'delete-release': { input: { ...acme, id: 'c0ffee1d2a9b48e7f6053d1c8ba94e27f5d06b38' } },
  'delete-team': { ...acme, team: 'web' },
  'merge-issues': { ...acme, ids },
  'update-issue': { ...acme, id: 'STOREFRONT-16', assignee: 'team:518002' },
  'update-issues': { ...acme, ids },
  'update-organization': { ...acme, name: 'Acme GmbH' },
  'update-project': { ...acme, project: 'payments', name: 'Checkout Payments', slug: 'checkout-payments' },
  'update-release': {
    input: {
      ...acme,
      id: '2.5.0-rc.1',
      dateReleased: '2026-11-25T11:00:00Z',
      externalUrl: 'https://example.com/notes/2.5.0',
    },
  },
  'update-team': { ...acme, team: 'payments', name: 'Paying' },
};

/** What the documents of `examples/` are asked with, by the file's name, then by what is particular to the way they are asked. */
export const askedOf = ({ worlds }: Sandbox): Readonly<Record<string, Variables>> => {
  const [one, other] = worlds.map(({ connection }) => connection.id);
  const issues = worlds[0]?.organizations.find(({ slug }) => slug === organization)?.issues ?? [];
  /** One with suggested owners. */
  const owned = issues.find(
    ({ type, status, owners, firstRelease, assignedTo, mergedInto }) =>
      type === 'error' && status === 'unresolved' && owners.length > 1 && firstRelease && assignedTo && !mergedInto,
  );
  const hit = issues.find(({ shortId }) => shortId === 'CHECKOUT-API-1A');
  return {
    ...changes,
    'all-projects': acme,
    'errors-of-a-person': { ...acme, person },
    'errors-of-a-person with their issues': { ...acme, person, withIssues: true },
    'last-releases': acme,
    'linked-accounts': {},
    'newest-production-errors': acme,
    'noisiest-issues': { ...acme, project: 'storefront' },
    'organization-to-frame': acme,
    'pending-invitations': acme,
    'release-day': { ...acme, version: '2.4.0' },
    'sentry-link': { url: `https://acme.sentry.io/issues/${owned?.id}/?referrer=slack` },
    'sentry-link with a short id': { url: `https://acme.sentry.io/issues/${owned?.shortId}/` },
    'short-id': { ...acme, issue: owned?.shortId },
    'team-overview': { ...acme, team: 'payments', assignee: '#payments' },
    'teams-and-members': acme,
    'two-accounts': { one, other, oneOrganization: 'acme', otherOrganization: 'initech' },
    'whom-it-hits': { ...acme, issue: hit?.id },
  };
};
