import type { IssueRecord, RepositoryRecord, UserRecord } from './model.ts';
import type { Random } from './random.ts';
import type { Timeline } from './releases.ts';
import { DAY, isoTime } from './time.ts';

type Status = Pick<IssueRecord, 'status' | 'substatus' | 'statusDetails'>;

/** What the status of an issue may refer to. */
export type StatusSurroundings = {
  now: number;
  firstSeen: number;
  lastSeen: number;
  timeline: Timeline;
  users: UserRecord[];
  repository: RepositoryRecord | null;
};

/** A user as status details hold it: they are passed through as they are. */
export function actorPayload(user: UserRecord): Record<string, unknown> {
  return {
    id: user.id,
    name: user.name,
    username: user.username,
    email: user.email,
    avatarUrl: `https://gravatar.com/avatar/${user.id}?s=32&d=mm`,
    isActive: user.isActive,
    hasPasswordAuth: true,
    isManaged: false,
    dateJoined: isoTime(user.dateJoined),
    lastLogin: isoTime(user.lastLogin),
    has2fa: user.has2fa,
    lastActive: isoTime(user.lastLogin),
    isSuperuser: false,
    isStaff: false,
    isSuspended: false,
    experiments: {},
    emails: [{ id: user.id, email: user.email, is_verified: true }],
    avatar: { avatarType: 'letter_avatar', avatarUuid: null, avatarUrl: null },
  };
}

/** Which kind of status an issue gets: three of five are unresolved. */
export function chooseStatusKind(random: Random): IssueRecord['status'] {
  const draw = random.next();
  if (draw < 0.61) return 'unresolved';
  if (draw < 0.82) return 'resolved';
  if (draw < 0.972) return 'ignored';
  return random.pick(['reprocessing', 'pending_merge', 'pending_deletion']);
}

/** Completes a status with substatus and details. */
export function createStatus(status: IssueRecord['status'], random: Random, surroundings: StatusSurroundings): Status {
  switch (status) {
    case 'unresolved': {
      const young = surroundings.now - surroundings.firstSeen < 7 * DAY;
      const substatus = young
        ? 'new'
        : random.pick(['ongoing', 'ongoing', 'ongoing', 'ongoing', 'escalating', 'regressed']);
      return { status, substatus, statusDetails: {} };
    }
    case 'resolved':
      return { status, substatus: null, statusDetails: resolution(random, surroundings) };
    case 'ignored':
      return { status, ...archival(random, surroundings) };
    case 'reprocessing':
      return {
        status,
        substatus: null,
        statusDetails: {
          pendingEvents: 120,
          info: { dateCreated: isoTime(surroundings.lastSeen), syncCount: 80, totalEvents: 200 },
        },
      };
    default:
      return { status, substatus: null, statusDetails: {} };
  }
}

function resolution(
  random: Random,
  { timeline, users, repository, lastSeen }: StatusSurroundings,
): Record<string, unknown> {
  const actor = actorPayload(random.pick(users));
  const release = timeline.findLast((step) => step.since > lastSeen) ?? timeline.at(-1);
  const draw = random.next();
  if (draw < 0.3 && release !== undefined) return { inRelease: release.version, actor };
  if (draw < 0.45) return { inNextRelease: true, actor };
  if (draw < 0.6 && repository !== null)
    return { inCommit: commitPayload(random, random.pick(users), repository, lastSeen), actor };
  if (draw < 0.75) return { autoResolved: true };
  return { actor };
}

function archival(random: Random, { users, now }: StatusSurroundings): Omit<Status, 'status'> {
  const actor = actorPayload(random.pick(users));
  const none = {
    ignoreCount: null,
    ignoreUntil: null,
    ignoreUserCount: null,
    ignoreUserWindow: null,
    ignoreWindow: null,
  };
  const until = 'archived_until_condition_met';
  return random.pick<Omit<Status, 'status'>>([
    { substatus: 'archived_until_escalating', statusDetails: {} },
    { substatus: 'archived_until_escalating', statusDetails: {} },
    { substatus: 'archived_forever', statusDetails: { actor } },
    { substatus: until, statusDetails: { ...none, ignoreCount: 100, ignoreWindow: 60, actor } },
    { substatus: until, statusDetails: { ...none, ignoreUserCount: 25, ignoreUserWindow: 1440, actor } },
    { substatus: until, statusDetails: { ...none, ignoreUntil: isoTime(now + 3 * DAY), actor } },
  ]);
}

function commitPayload(
  random: Random,
  user: UserRecord,
  repository: RepositoryRecord,
  time: number,
): Record<string, unknown> {
  return {
    id: random.hex(40),
    message: 'Handle the missing value',
    dateCreated: isoTime(time),
    pullRequest: null,
    suspectCommitType: '',
    author: actorPayload(user),
    repository: {
      ...repository,
      status: 'active',
      dateCreated: isoTime(repository.dateCreated),
      integrationId: null,
      externalSlug: repository.name,
      externalId: repository.id,
    },
    releases: [],
  };
}
