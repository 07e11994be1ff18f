import type {
  ConnectionRecord,
  EventHead,
  IssueRecord,
  OrganizationRecord,
  ProjectRecord,
  ReleaseRecord,
  UserRecord,
  World,
} from '../../src/sandbox/data/model.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/index.ts';

export const now = Date.UTC(2026, 5, 15, 12);
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

export const viewer: UserRecord = {
  id: '11',
  name: 'Ada Jones',
  username: 'ada',
  email: 'ada@example.com',
  dateJoined: now - 500 * DAY,
  lastLogin: now - HOUR,
  has2fa: true,
  isActive: true,
};

export const colleague: UserRecord = { ...viewer, id: '12', name: 'Bo Lind', username: 'bo', email: 'bo@example.com' };

export function project(id: string, slug: string, given: Partial<ProjectRecord> = {}): ProjectRecord {
  return {
    id,
    slug,
    name: slug,
    platform: 'python',
    platforms: ['python'],
    dateCreated: now - 200 * DAY,
    firstEvent: now - 199 * DAY,
    teamIds: ['501'],
    environments: [
      { id: '1', name: 'production', isHidden: false },
      { id: '2', name: 'staging', isHidden: false },
      { id: '3', name: 'old', isHidden: true },
    ],
    isBookmarked: false,
    isMember: true,
    hasSessions: true,
    formerSlugs: [],
    ...given,
  };
}

export function eventId(number: number): string {
  return number.toString(16).padStart(32, '0');
}

let eventNumber = 0;

export function event(issue: Pick<IssueRecord, 'id' | 'projectId'>, given: Partial<EventHead> = {}): EventHead {
  eventNumber++;
  const head: EventHead = {
    id: eventId(eventNumber),
    issueId: issue.id,
    projectId: issue.projectId,
    hash: 'a'.repeat(32),
    date: now - HOUR,
    title: 'ValueError: bad total',
    message: 'ValueError: bad total',
    location: 'cart.py',
    culprit: 'cart in total',
    platform: 'python',
    type: 'error',
    environment: 'production',
    release: 'shop@1.2.0',
    level: 'error',
    user: { id: '7', email: 'jo@example.com', username: null, name: null, ip_address: null },
    tags: [],
    metadata: { type: 'ValueError', value: 'bad total' },
    body: () => ({
      entries: [{ type: 'message', data: { formatted: 'bad total' } }],
      contexts: { runtime: { name: 'CPython', type: 'runtime' } },
      context: {},
      packages: {},
      errors: [],
      sdk: { name: 'sentry.python', version: '2.0.0' },
      dist: null,
      size: 2048,
      fingerprints: ['a'.repeat(32)],
      occurrence: null,
    }),
    ...given,
  };
  head.tags = [
    { key: 'environment', value: head.environment },
    { key: 'level', value: head.level },
    ...(head.release === null ? [] : [{ key: 'release', value: head.release }]),
    ...head.tags,
  ];
  return head;
}

export function issue(
  number: number,
  given: Partial<IssueRecord> = {},
  events: Partial<EventHead>[] = [{}],
): IssueRecord {
  const id = String(1000 + number);
  const projectId = given.projectId ?? '101';
  const heads = events.map((each) => event({ id, projectId }, each)).sort((a, b) => b.date - a.date);
  return {
    id,
    projectId,
    shortId: `SHOP-${number}`,
    title: 'ValueError: bad total',
    culprit: 'cart in total',
    type: 'error',
    issueType: 'error',
    issueCategory: 'error',
    level: 'error',
    logger: null,
    platform: 'python',
    metadata: { type: 'ValueError', value: 'bad total' },
    status: 'unresolved',
    substatus: 'ongoing',
    statusDetails: {},
    priority: 'medium',
    assignedTo: null,
    timesSeen: heads.length,
    usersSeen: 1,
    firstSeen: heads.at(-1)?.date ?? now - DAY,
    lastSeen: heads[0]?.date ?? now - DAY,
    firstRelease: 'shop@1.2.0',
    lastRelease: 'shop@1.2.0',
    isUnhandled: true,
    isBookmarked: false,
    isSubscribed: false,
    hasSeen: true,
    numComments: 0,
    annotations: [],
    owners: [],
    activity: [],
    hashes: ['a'.repeat(32)],
    mergedInto: null,
    events: heads,
    ...given,
  };
}

export function release(id: number, version: string, given: Partial<ReleaseRecord> = {}): ReleaseRecord {
  return {
    id,
    version,
    status: 'open',
    ref: null,
    url: null,
    dateCreated: now - id * DAY,
    dateReleased: now - id * DAY,
    firstEvent: now - id * DAY,
    lastEvent: now - HOUR,
    projectIds: ['101'],
    ownerUserId: null,
    data: {},
    commits: [],
    deploys: [],
    ...given,
  };
}

export function organization(given: Partial<OrganizationRecord> = {}): OrganizationRecord {
  return {
    id: '1',
    slug: 'shop',
    name: 'Shop',
    dateCreated: now - 900 * DAY,
    isEarlyAdopter: false,
    require2FA: false,
    teams: [
      { id: '501', slug: 'web', name: 'Web', dateCreated: now, members: [{ memberId: '601', teamRole: 'admin' }] },
      {
        id: '502',
        slug: 'ops',
        name: 'Ops',
        dateCreated: now,
        members: [{ memberId: '602', teamRole: 'contributor' }],
      },
    ],
    members: [
      member('601', viewer),
      member('602', colleague),
      { ...member('603', colleague), user: null, email: 'new@example.com', inviterName: 'Ada Jones' },
    ],
    projects: [project('101', 'web-shop'), project('102', 'api', { isBookmarked: true, teamIds: ['501', '502'] })],
    issues: [],
    releases: [],
    repositories: [],
    ...given,
  };
}

function member(id: string, user: UserRecord): OrganizationRecord['members'][number] {
  return {
    id,
    email: user.email,
    user,
    orgRole: user === viewer ? 'owner' : 'member',
    dateCreated: now - 300 * DAY,
    expired: false,
    inviteStatus: 'approved',
    inviterName: null,
    ssoLinked: false,
    idpProvisioned: false,
  };
}

/** A parsed answer. */
export type Answer = { status: number; headers: Headers; text: string; body: unknown };

/** A sandbox whose default world is the given organizations, and how to ask it. */
export type Asked = {
  sandbox: Sandbox;
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  /** Sends a write; the body as JSON. */
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
};

/** A world of its own behind an active connection; without organizations one called `elsewhere`. */
function world(id: string, age: number, organizations: OrganizationRecord[]): World {
  const connection: ConnectionRecord = {
    id,
    status: 'ACTIVE',
    dateCreated: now - age,
    dateUpdated: now - age + HOUR,
  };
  return { connection, viewer, organizations };
}

/** Two worlds, of which the first and older one is the given one. */
export function twoWorlds(organizations: OrganizationRecord[]): World[] {
  const elsewhere = organization({ id: '99', slug: 'elsewhere', name: 'Elsewhere' });
  return [
    world('11111111-1111-4111-8111-111111111111', 20 * DAY, organizations),
    world('conn_2', 5 * DAY, [elsewhere]),
  ];
}

export async function startWith(
  organizations: OrganizationRecord[] | null,
  options: SandboxOptions = {},
): Promise<Asked> {
  const given = organizations === null ? {} : { worlds: () => twoWorlds(organizations) };
  const sandbox = await startSandbox({ now, rateLimit: null, ...given, ...options });
  const send = async (
    method: string,
    path: string,
    given?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> => {
    const isControl = path.startsWith('/connections');
    const base = isControl || path.startsWith('/sentry') ? '' : '/sentry/api/0';
    const type: Record<string, string> = given === undefined ? {} : { 'content-type': 'application/json' };
    const response = await fetch(
      `${isControl ? sandbox.controlOrigin : sandbox.origin}${sandbox.prefix}${base}${path}`,
      {
        method,
        headers: { authorization: `Bearer ${sandbox.key}`, accept: 'application/json', ...type, ...headers },
        redirect: 'manual',
        ...(given === undefined ? {} : { body: JSON.stringify(given) }),
      },
    );
    const text = await response.text();
    let body: unknown;
    try {
      body = JSON.parse(text);
    } catch {
      body = undefined;
    }
    return { status: response.status, headers: response.headers, text, body };
  };
  return { sandbox, get: (path, headers) => send('GET', path, undefined, headers), send };
}

/** What a JSON array holds under a key. */
export function pluck(body: unknown, key: string): unknown[] {
  return rows(body).map((row) => row[key]);
}

/** A JSON array of objects. */
export function rows(body: unknown): Record<string, unknown>[] {
  if (!Array.isArray(body)) throw new Error(`no array: ${JSON.stringify(body)}`);
  return body;
}

/** A JSON object. */
export function object(body: unknown): Record<string, unknown> {
  if (typeof body !== 'object' || body === null) throw new Error(`no object: ${String(body)}`);
  return Object.fromEntries(Object.entries(body));
}

/** The two relations of a Link header. */
export function links(headers: Headers): { previous: [string, string]; next: [string, string] } | null {
  const text = headers.get('link');
  if (text === null) return null;
  const [previous, next] = [...text.matchAll(/rel="(?:previous|next)"; results="(\w+)"; cursor="([^"]+)"/g)].map(
    ([, results = '', cursor = '']): [string, string] => [cursor, results],
  );
  if (previous === undefined || next === undefined) throw new Error(`odd Link: ${text}`);
  return { previous, next };
}
