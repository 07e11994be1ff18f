/** The upstream's fixed data, in the shapes of Sentry's answers: each member that Sentry sends, and of its usual size. */

type Payload = Record<string, unknown>;

const organizationSlug = 'bench';
const projectNames = ['web', 'api', 'worker', 'mobile', 'search', 'billing', 'mail', 'import', 'admin', 'docs'];
const issuesPerProject = 10;

const moment = (number: number): string =>
  new Date(Date.UTC(2026, 10, 1) + number * 61_000).toISOString().replace('.000Z', 'Z');

const organization: Payload = {
  id: '1',
  slug: organizationSlug,
  name: 'Bench',
  status: { id: 'active', name: 'active' },
  dateCreated: moment(0),
  isEarlyAdopter: false,
  require2FA: false,
  avatar: { avatarType: 'letter_avatar', avatarUuid: null, avatarUrl: null },
  features: Array.from({ length: 60 }, (_, index) => `organization-feature-${index}`),
  links: { organizationUrl: `https://${organizationSlug}.sentry.io`, regionUrl: 'https://us.sentry.io' },
};

const stubOf = (index: number): Payload => ({
  id: String(100 + index),
  name: projectNames[index],
  slug: projectNames[index],
  platform: 'node-express',
});

const projectOf = (index: number): Payload => ({
  ...stubOf(index),
  dateCreated: moment(index),
  isBookmarked: false,
  isMember: true,
  firstEvent: moment(index + 1),
  firstTransactionEvent: true,
  access: ['project:read', 'event:read', 'org:read', 'team:read', 'project:releases'],
  hasAccess: true,
  hasSessions: true,
  hasReplays: false,
  hasProfiles: false,
  hasFeedbacks: false,
  hasMonitors: false,
  features: ['alert-filters', 'custom-inbound-filters', 'releases'],
  team: { id: '1', name: 'team', slug: 'team' },
  teams: [{ id: '1', name: 'team', slug: 'team' }],
  platforms: ['node'],
  environments: ['production', 'staging'],
  latestRelease: { version: '1.4.0' },
});

const counts = (number: number): Payload => ({
  count: String(number * 37),
  userCount: number,
  firstSeen: moment(number),
  lastSeen: moment(number + 1_000),
});

const issueOf = (number: number): Payload => ({
  id: String(5_000 + number),
  shareId: null,
  shortId: `BENCH-${number}`,
  title: `TypeError: Cannot read properties of undefined (reading 'total${number}')`,
  culprit: `POST /checkout/orders/${number}`,
  permalink: `https://${organizationSlug}.sentry.io/issues/${5_000 + number}/`,
  logger: null,
  level: number % 3 === 0 ? 'warning' : 'error',
  status: 'unresolved',
  statusDetails: {},
  substatus: 'ongoing',
  isPublic: false,
  platform: 'node',
  priority: 'high',
  priorityLockedAt: null,
  seerFixabilityScore: null,
  seerAutofixLastTriggered: null,
  project: stubOf(Math.floor(number / issuesPerProject)),
  type: 'error',
  issueType: 'error',
  issueCategory: 'error',
  metadata: {
    value: `Cannot read properties of undefined (reading 'total${number}')`,
    type: 'TypeError',
    filename: '/app/src/routes/orders.ts',
    function: 'postOrder',
    in_app_frame_mix: 'mixed',
    sdk: { name: 'sentry.javascript.node', name_normalized: 'sentry.javascript.node' },
    initial_priority: 75,
  },
  numComments: 0,
  assignedTo: number % 2 === 0 ? { type: 'user', id: '7', name: 'Daniel Reyes', email: 'daniel@bench.example' } : null,
  isBookmarked: false,
  isSubscribed: false,
  subscriptionDetails: null,
  hasSeen: true,
  annotations: [],
  isUnhandled: true,
  ...counts(number + 1),
  stats: { '24h': Array.from({ length: 24 }, (_, hour) => [1_793_000_000 + hour * 3_600, (number * hour) % 17]) },
  lifetime: counts(number + 1),
});

const frameOf = (index: number): Payload => ({
  filename: `/app/src/modules/module-${index}.ts`,
  absPath: `/app/src/modules/module-${index}.ts`,
  module: `modules.module-${index}`,
  package: null,
  platform: null,
  instructionAddr: null,
  symbolAddr: null,
  function: `step${index}`,
  rawFunction: null,
  symbol: null,
  context: Array.from({ length: 7 }, (_, line) => [index * 10 + line, `    const value${line} = input.member${line};`]),
  lineNo: index * 10 + 3,
  colNo: 12,
  inApp: index % 2 === 0,
  trust: null,
  errors: null,
  lock: null,
  vars: null,
});

const eventOf = (issue: string): Payload => ({
  id: issue.padStart(32, 'e'),
  eventID: issue.padStart(32, 'e'),
  groupID: issue,
  projectID: '100',
  size: 31_000,
  dist: null,
  message: '',
  title: `TypeError: event of ${issue}`,
  location: '/app/src/routes/orders.ts',
  culprit: 'POST /checkout',
  user: { id: '12', email: 'jane@bench.example', username: null, ip_address: '203.0.113.7', name: null },
  contact: null,
  crashFile: null,
  type: 'error',
  metadata: { type: 'TypeError', value: 'event', filename: '/app/src/routes/orders.ts', function: 'postOrder' },
  platform: 'node',
  dateCreated: moment(Number(issue)),
  dateReceived: moment(Number(issue)),
  tags: ['browser', 'environment', 'level', 'os', 'release', 'runtime', 'server_name', 'transaction'].map((key) => ({
    key,
    value: `${key} of ${issue}`,
  })),
  entries: [
    {
      type: 'exception',
      data: {
        values: [
          {
            type: 'TypeError',
            value: 'event',
            module: null,
            mechanism: { type: 'generic', handled: false },
            stacktrace: { frames: Array.from({ length: 14 }, (_, index) => frameOf(index)), framesOmitted: null },
          },
        ],
        excOmitted: null,
        hasSystemFrames: true,
      },
    },
    {
      type: 'breadcrumbs',
      data: {
        values: Array.from({ length: 12 }, (_, index) => ({
          type: 'http',
          timestamp: moment(index),
          level: 'info',
          message: null,
          category: 'http',
          data: { url: `https://api.bench.example/v1/things/${index}`, method: 'GET', status_code: 200 },
          event_id: null,
        })),
      },
    },
    { type: 'request', data: { method: 'POST', url: 'https://bench.example/checkout', query: [], headers: [] } },
  ],
  contexts: { runtime: { name: 'node', version: 'v20.20.2', type: 'runtime' }, os: { name: 'Linux', type: 'os' } },
  sdk: { name: 'sentry.javascript.node', version: '10.1.0' },
  packages: Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`package-${index}`, `1.${index}.0`])),
  errors: [],
  fingerprints: ['d41d8cd98f00b204e9800998ecf8427e'],
  occurrence: null,
  nextEventID: null,
  previousEventID: null,
});

const releaseOf = (number: number): Payload => ({
  id: number,
  version: `1.${number}.0`,
  status: 'open',
  shortVersion: `1.${number}.0`,
  versionInfo: { package: null, version: { raw: `1.${number}.0` }, description: `1.${number}.0`, buildHash: null },
  ref: null,
  url: null,
  dateReleased: moment(number),
  dateCreated: moment(number),
  data: {},
  newGroups: number,
  owner: null,
  commitCount: 10,
  lastCommit: null,
  deployCount: 3,
  lastDeploy: null,
  authors: Array.from({ length: 4 }, (_, index) => ({
    name: `Author ${index}`,
    email: `author${index}@bench.example`,
  })),
  projects: projectNames.map((_, index) => ({ ...stubOf(index), id: 100 + index, newGroups: 0, hasHealthData: false })),
  firstEvent: moment(number),
  lastEvent: moment(number),
  userAgent: null,
});

const deployOf = (release: string, index: number): Payload => ({
  id: `${index + 1}`,
  environment: ['production', 'staging', 'canary'][index],
  dateStarted: null,
  dateFinished: moment(index),
  name: `deploy ${index} of ${release}`,
  url: null,
});

const issuesOf = (query: URLSearchParams): Payload[] => {
  const groups = query.getAll('group');
  if (groups.length > 0) return groups.map((id) => issueOf(Number(id) - 5_000));
  const project = query.get('project') ?? '-1';
  const index = projectNames.findIndex((name, at) => name === project || String(100 + at) === project);
  const all = index < 0 ? projectNames.length * issuesPerProject : issuesPerProject;
  const length = Math.min(all, Number(query.get('limit') ?? 100));
  return Array.from({ length }, (_, at) => issueOf(Math.max(0, index) * issuesPerProject + at));
};

const listed = (query: URLSearchParams, most: number): number => Math.min(most, Number(query.get('per_page') ?? 100));

/** What the upstream answers below `/api/0`; undefined is a 404. */
export const payloadAt = (path: string, query: URLSearchParams): unknown => {
  const base = `/organizations/${organizationSlug}/`;
  if (path === base) return organization;
  if (path === `${base}projects/`) return projectNames.slice(0, listed(query, 10)).map((_, index) => projectOf(index));
  if (path === `${base}issues/`) return issuesOf(query);
  if (path === `${base}releases/`) return Array.from({ length: listed(query, 5) }, (_, index) => releaseOf(index));
  const [, kind, key = '', rest] = /^\/organizations\/bench\/(issues|releases)\/([^/]+)\/(.*)$/.exec(path) ?? [];
  if (kind === 'issues' && rest === '') return issueOf(Number(key) - 5_000);
  if (kind === 'issues' && rest === 'events/latest/') return eventOf(key);
  if (kind === 'releases' && rest === 'deploys/') return [0, 1, 2].map((index) => deployOf(key, index));
  return undefined;
};
