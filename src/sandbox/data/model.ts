/**
 * What the sandbox's worlds are made of. Plain records, not Sentry payloads: the endpoints turn them into payloads.
 * Every `date...` is epoch milliseconds. Every `id` is the decimal string that Sentry would show.
 */
export type World = {
  /** The Maton connection through which this world is reached. */
  connection: ConnectionRecord;
  /** The Sentry user behind the connection: `isMember`, `isBookmarked`, `hasSeen` ... are this user's. */
  viewer: UserRecord;
  organizations: OrganizationRecord[];
};

export type ConnectionRecord = {
  id: string;
  status: 'ACTIVE' | 'PENDING' | 'FAILED';
  dateCreated: number;
  dateUpdated: number | null;
};

export type UserRecord = {
  id: string;
  name: string;
  username: string;
  email: string;
  dateJoined: number;
  lastLogin: number;
  has2fa: boolean;
  isActive: boolean;
};

export type OrganizationRecord = {
  id: string;
  slug: string;
  name: string;
  dateCreated: number;
  isEarlyAdopter: boolean;
  require2FA: boolean;
  teams: TeamRecord[];
  members: MemberRecord[];
  projects: ProjectRecord[];
  issues: IssueRecord[];
  releases: ReleaseRecord[];
  repositories: RepositoryRecord[];
  /** What was set by a write, over what its payload says otherwise. */
  settings?: Record<string, unknown>;
};

export type TeamRecord = {
  id: string;
  slug: string;
  name: string;
  dateCreated: number;
  /** Ids of members (not users) in it, with their team role. */
  members: { memberId: string; teamRole: 'contributor' | 'admin' }[];
  /** Managed by an identity provider: it takes no writes. */
  idpProvisioned?: boolean;
};

/** Someone who joined, or a pending invitation (`user` null). */
export type MemberRecord = {
  id: string;
  email: string;
  user: UserRecord | null;
  orgRole: 'billing' | 'member' | 'admin' | 'manager' | 'owner';
  dateCreated: number;
  expired: boolean;
  inviteStatus: 'approved' | 'requested_to_be_invited' | 'requested_to_join';
  inviterName: string | null;
  ssoLinked: boolean;
  idpProvisioned: boolean;
};

export type ProjectRecord = {
  id: string;
  slug: string;
  name: string;
  platform: string | null;
  /** Platforms seen in its events. */
  platforms: string[];
  dateCreated: number;
  firstEvent: number | null;
  teamIds: string[];
  environments: { id: string; name: string; isHidden: boolean }[];
  isBookmarked: boolean;
  isMember: boolean;
  hasSessions: boolean;
  /** Earlier slugs, which answer with 302. */
  formerSlugs: string[];
  /** What the parts of the organization `troubled` misbehave at. */
  trouble?: 'forbidden' | 'slow' | 'rate-limited';
  /** What was set by a write, over what its payload says otherwise. */
  settings?: Record<string, unknown>;
};

export type IssueRecord = {
  id: string;
  projectId: string;
  shortId: string;
  title: string;
  culprit: string | null;
  /** Kind of its events. */
  type: 'default' | 'error' | 'csp' | 'transaction' | 'generic' | 'feedback';
  issueType: string;
  issueCategory: string;
  level: 'sample' | 'debug' | 'info' | 'warning' | 'error' | 'fatal';
  logger: string | null;
  platform: string | null;
  metadata: Record<string, unknown>;
  status: 'unresolved' | 'resolved' | 'ignored' | 'pending_deletion' | 'pending_merge' | 'reprocessing';
  substatus: string | null;
  statusDetails: Record<string, unknown>;
  priority: 'low' | 'medium' | 'high' | null;
  assignedTo: { type: 'user' | 'team'; id: string } | null;
  /** All events ever, and people ever hit; more than `events` keeps. */
  timesSeen: number;
  usersSeen: number;
  firstSeen: number;
  lastSeen: number;
  firstRelease: string | null;
  lastRelease: string | null;
  isUnhandled: boolean;
  isBookmarked: boolean;
  isSubscribed: boolean;
  hasSeen: boolean;
  numComments: number;
  annotations: { displayName: string; url: string }[];
  owners: { type: string; owner: string; date_added: number }[];
  activity: { id: string; type: string; dateCreated: number; user: UserRecord | null; data: Record<string, unknown> }[];
  /** Grouping hashes, latest event first. */
  hashes: string[];
  /** Set where this issue was merged away: its id answers with the survivor's. */
  mergedInto: string | null;
  /** The id under which it is public; left out: it is not. */
  shareId?: string | null;
  /** Put into the inbox or taken out by hand; left out: as its substatus says. */
  inbox?: boolean;
  /** When somebody set its priority by hand. */
  priorityLockedAt?: number;
  /** Why the user is subscribed; left out: by a commit. */
  subscriptionReason?: string;
  /** Its stored events, newest first; heads only, bodies are made when asked. */
  events: EventHead[];
};

/** What lists and searches need of an event. `body` makes the rest, the same each time. */
export type EventHead = {
  /** 32 hexadecimal digits. */
  id: string;
  issueId: string;
  projectId: string;
  hash: string;
  date: number;
  title: string;
  message: string;
  location: string | null;
  culprit: string | null;
  platform: string;
  type: IssueRecord['type'];
  environment: string;
  release: string | null;
  level: IssueRecord['level'];
  user: {
    id: string | null;
    email: string | null;
    username: string | null;
    name: string | null;
    ip_address: string | null;
  } | null;
  tags: { key: string; value: string }[];
  metadata: Record<string, unknown>;
  /** The members of a full event that are not in a row: entries, contexts, context, packages, errors, sdk, size ... */
  body(): EventBody;
};

export type EventBody = {
  entries: { type: string; data: unknown }[];
  contexts: Record<string, unknown>;
  context: Record<string, unknown>;
  packages: Record<string, string>;
  errors: { type: string; message: string; data: Record<string, unknown> }[];
  sdk: { name: string; version: string } | null;
  dist: string | null;
  size: number;
  fingerprints: string[];
  occurrence: Record<string, unknown> | null;
  startTimestamp?: number;
  endTimestamp?: number;
  measurements?: Record<string, unknown>;
  breakdowns?: Record<string, unknown>;
};

export type RepositoryRecord = {
  id: string;
  name: string;
  provider: { id: string; name: string };
  /** Null where only commits told of it. */
  url: string | null;
  dateCreated: number;
};

export type ReleaseRecord = {
  id: number;
  version: string;
  status: 'open' | 'archived';
  ref: string | null;
  url: string | null;
  dateCreated: number;
  dateReleased: number | null;
  firstEvent: number | null;
  lastEvent: number | null;
  projectIds: string[];
  ownerUserId: string | null;
  data: Record<string, unknown>;
  commits: CommitRecord[];
  /** Every deploy ever, newest first; the list endpoint shows the latest by project and environment. */
  deploys: DeployRecord[];
  /** Made by a write: no event and no session was seen in it yet. */
  isUnused?: boolean;
  /** Of the client that made it. */
  userAgent?: string;
};

export type CommitRecord = {
  sha: string;
  message: string | null;
  dateCreated: number;
  repositoryId: string;
  author: CommitAuthor | null;
  pullRequest: { id: string; title: string; url: string } | null;
  /** The files it changed, where they were told. */
  patchSet?: { path: string; type: string }[];
};

export type CommitAuthor = { name: string; email: string };

export type DeployRecord = {
  id: string;
  environment: string;
  projectIds: string[];
  name: string | null;
  url: string | null;
  dateStarted: number | null;
  dateFinished: number;
};
