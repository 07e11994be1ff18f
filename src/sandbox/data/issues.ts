import { createEvents } from './events.ts';
import { createActivity } from './issue-activity.ts';
import { chooseStatusKind, createStatus } from './issue-status.ts';
import type {
  EventHead,
  IssueRecord,
  ProjectRecord,
  ReleaseRecord,
  RepositoryRecord,
  TeamRecord,
  UserRecord,
} from './model.ts';
import type { ProjectPlan, SpecialIssue } from './plans/plan.ts';
import { type Random, randomFor } from './random.ts';
import { liveRelease, timelineOf } from './releases.ts';
import { shortId } from './short-id.ts';
import { chooseStory } from './stories/choose.ts';
import type { Story } from './stories/story.ts';
import { DAY, HOUR, MINUTE } from './time.ts';

/** What the issues of a project are made of beside its plan. */
export type IssueSurroundings = {
  now: number;
  organization: { base: number; slug: string };
  record: ProjectRecord;
  releases: ReleaseRecord[];
  repository: RepositoryRecord | null;
  teams: TeamRecord[];
  users: UserRecord[];
};

/** Moments at which several issues were last seen in the very same millisecond. */
const ties = [2 * HOUR, 26 * HOUR, 50 * HOUR];

/** The issues of a project: those told by hand, then as many as are missing. */
export function createIssues(project: ProjectPlan, surroundings: IssueSurroundings): IssueRecord[] {
  const specials = project.specials ?? [];
  const rest = Array.from({ length: project.issues - specials.length }, (_, index) => index);
  return [
    ...specials.map((special) => createIssue(project, special, surroundings)),
    ...rest.map((index) => createIssue(project, fillerIssue(project, index), surroundings)),
  ];
}

/** Id of an issue by its number in its project. */
export function issueId(base: number, project: ProjectPlan, number: number): string {
  return String(base * 100_000_000 + project.number * 1_000_000 + number * 17 + 3);
}

function fillerIssue(project: ProjectPlan, index: number): SpecialIssue {
  const number = 64 + index * 3 + randomFor(`number:${project.slug}:${index}`).int(0, 2);
  const tie = index % 12 === 5 ? ties[Math.floor(index / 12) % ties.length] : undefined;
  return {
    number,
    story: chooseStory(project, index),
    ...(tie === undefined ? {} : { lastSeenAgo: tie, set: { status: 'unresolved' } }),
  };
}

function createIssue(project: ProjectPlan, plan: SpecialIssue, surroundings: IssueSurroundings): IssueRecord {
  const { now, organization, record, users, teams } = surroundings;
  const random = randomFor(`issue:${organization.slug}:${project.slug}:${plan.number}`);
  const story: Story = plan.story(project, random);
  const timeline = timelineOf(record.id, surroundings.releases);
  const kind = plan.set?.status ?? chooseStatusKind(random);
  const { firstSeen, lastSeen } = chooseTimes(kind, plan, record, now, random);
  const timesSeen = plan.set?.timesSeen ?? chooseTimesSeen(random);
  const count = plan.mergedInto === undefined ? Math.min(timesSeen, plan.eventCount ?? random.int(20, 30)) : 0;
  const owners = teams.filter((team) => record.teamIds.includes(team.id));
  const id = issueId(organization.base, project, plan.number);
  const hashes = Array.from({ length: Math.min(count, plan.hashCount ?? random.pick([1, 1, 1, 2, 3])) }, () =>
    random.hex(32),
  );
  const facts = {
    id,
    firstSeen,
    lastSeen,
    ...createStatus(kind, random, { now, firstSeen, lastSeen, timeline, users, repository: surroundings.repository }),
    priority: random.chance(0.05) ? null : choosePriority(story, random),
    assignedTo: chooseAssignee(plan, owners, users, random),
    numComments: random.chance(0.2) ? random.int(1, 4) : 0,
    firstRelease: liveRelease(timeline, firstSeen),
  };
  const {
    message: _message,
    location: _location,
    transaction: _transaction,
    mechanism: _mechanism,
    tags: _tags,
    hasUser,
    entries: _entries,
    extras: _extras,
    ...row
  } = story;
  const fields: Omit<IssueRecord, 'events'> = {
    ...row,
    ...facts,
    projectId: record.id,
    shortId: shortId(project.slug, plan.number),
    timesSeen,
    usersSeen: hasUser ? Math.min(timesSeen, Math.ceil(timesSeen ** 0.72)) : 0,
    lastRelease: liveRelease(timeline, lastSeen),
    isBookmarked: random.chance(0.06),
    isSubscribed: random.chance(0.3),
    hasSeen: random.chance(0.6),
    annotations: random.chance(0.08) ? [annotation(random)] : [],
    owners: chooseOwners(owners, users, random, firstSeen),
    activity: createActivity(facts, users, random),
    hashes,
    mergedInto: plan.mergedInto === undefined ? null : issueId(organization.base, project, plan.mergedInto),
    ...plan.set,
  };
  const source = {
    issueId: id,
    projectId: record.id,
    project,
    story: { ...story, ...storyChanges(plan) },
    hashes,
    count,
    firstSeen,
    lastSeen,
    timeline,
  };
  return withEvents(fields, () =>
    count === 0
      ? []
      : createEvents({
          ...source,
          environment: plan.environment ?? 'production',
          jane: plan.jane ?? false,
          broken: plan.broken ?? false,
        }),
  );
}

function storyChanges({ set = {} }: SpecialIssue): Partial<Story> {
  const { culprit, platform, metadata, title, level } = set;
  return {
    ...(culprit === undefined ? {} : { culprit }),
    ...(platform === undefined ? {} : { platform }),
    ...(metadata === undefined ? {} : { metadata }),
    ...(title === undefined ? {} : { title }),
    ...(level === undefined ? {} : { level }),
  };
}

/** Events are made when first asked for. */
function withEvents(fields: Omit<IssueRecord, 'events'>, make: () => EventHead[]): IssueRecord {
  let made: EventHead[] | undefined;
  return {
    ...fields,
    get events() {
      made ??= make();
      return made;
    },
    set events(events) {
      made = events;
    },
  };
}

function chooseTimes(
  status: IssueRecord['status'],
  plan: SpecialIssue,
  record: ProjectRecord,
  now: number,
  random: Random,
): Pick<IssueRecord, 'firstSeen' | 'lastSeen'> {
  const recent = status === 'unresolved' || status === 'reprocessing';
  const reach = recent ? 30 * DAY : random.chance(0.07) ? 200 * DAY : 85 * DAY;
  const lastSeenAgo = plan.lastSeenAgo ?? Math.round(4 * MINUTE + random.next() ** (recent ? 3 : 1.3) * reach);
  const life = recent && random.chance(0.28) ? random.next() * 5 * DAY : random.next() ** 2 * 280 * DAY;
  const firstSeenAgo = plan.firstSeenAgo ?? lastSeenAgo + Math.round(MINUTE + life);
  return {
    firstSeen: Math.max(now - firstSeenAgo, Math.min(record.dateCreated + HOUR, now - lastSeenAgo)),
    lastSeen: now - lastSeenAgo,
  };
}

function chooseTimesSeen(random: Random): number {
  return random.chance(0.08) ? random.int(1, 15) : Math.floor(30 + 10 ** (1 + random.next() ** 1.4 * 5.6));
}

function choosePriority({ level, type }: Story, random: Random): IssueRecord['priority'] {
  if (type === 'feedback') return 'medium';
  if (level === 'fatal') return 'high';
  if (level === 'error') return random.pick(['high', 'high', 'medium']);
  return random.pick(['medium', 'low', 'low']);
}

function chooseAssignee(
  plan: SpecialIssue,
  owners: TeamRecord[],
  users: UserRecord[],
  random: Random,
): IssueRecord['assignedTo'] {
  const draw = random.next();
  const team = owners.find(({ slug }) => slug === plan.assignedToTeam) ?? (draw < 0.2 ? owners[0] : undefined);
  if (team !== undefined) return { type: 'team', id: team.id };
  return draw < 0.42 ? { type: 'user', id: random.pick(users).id } : null;
}

function chooseOwners(owners: TeamRecord[], users: UserRecord[], random: Random, time: number): IssueRecord['owners'] {
  const found: IssueRecord['owners'] = [];
  if (random.chance(0.3))
    found.push({ type: 'suspectCommit', owner: `user:${random.pick(users).id}`, date_added: time + MINUTE });
  const team = owners[0];
  if (team !== undefined && random.chance(0.4))
    found.push({ type: 'ownershipRule', owner: `team:${team.id}`, date_added: time + MINUTE });
  return found;
}

function annotation(random: Random): IssueRecord['annotations'][number] {
  const number = random.int(100, 2400);
  return { displayName: `SHOP-${number}`, url: `https://tracker.example.com/browse/SHOP-${number}` };
}
