import type { IssueRecord, ProjectRecord, TeamRecord, UserRecord } from './model.ts';
import type { SpecialIssue } from './plans/plan.ts';
import type { Random } from './random.ts';
import type { Story } from './stories/story.ts';
import { DAY, HOUR, MINUTE } from './time.ts';

/** When an issue was first and last seen: unresolved ones lately, some others longer ago than searches reach. */
export function chooseTimes(
  status: IssueRecord['status'],
  plan: SpecialIssue,
  record: ProjectRecord,
  now: number,
  random: Random,
): Pick<IssueRecord, 'firstSeen' | 'lastSeen'> {
  const recent = status === 'unresolved' || status === 'reprocessing';
  const reach = recent ? 30 * DAY : random.chance(0.07) ? 200 * DAY : 85 * DAY;
  const lastSeenAgo = plan.lastSeenAgo ?? Math.round(4 * MINUTE + random.next() ** (recent ? 3 : 1.3) * reach);
  const life = recent && random.chance(0.28) ? random.next() * 5 * DAY : random.next() ** 2.5 * 280 * DAY;
  const firstSeenAgo = plan.firstSeenAgo ?? lastSeenAgo + Math.round(MINUTE + life);
  return {
    firstSeen: Math.max(
      now - Math.max(firstSeenAgo, lastSeenAgo),
      Math.min(record.dateCreated + HOUR, now - lastSeenAgo),
    ),
    lastSeen: now - lastSeenAgo,
  };
}

/** How often an issue was seen: now and then hardly ever, mostly often, sometimes by the million. */
export function chooseTimesSeen(random: Random): number {
  return random.chance(0.08) ? random.int(1, 15) : Math.floor(30 + 10 ** (1 + random.next() ** 1.4 * 5.6));
}

/** The priority that fits the story. */
export function choosePriority({ level, type }: Story, random: Random): IssueRecord['priority'] {
  if (type === 'feedback') return 'medium';
  if (level === 'fatal') return 'high';
  if (level === 'error') return random.pick(['high', 'high', 'medium']);
  return random.pick(['medium', 'low', 'low']);
}

/** Who works on an issue: a team that owns the project, a person, or nobody. */
export function chooseAssignee(
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

/** Who may own an issue, and why Sentry thinks so. */
export function chooseOwners(
  owners: TeamRecord[],
  users: UserRecord[],
  random: Random,
  time: number,
): IssueRecord['owners'] {
  const found: IssueRecord['owners'] = [];
  if (random.chance(0.3))
    found.push({ type: 'suspectCommit', owner: `user:${random.pick(users).id}`, date_added: time + MINUTE });
  const team = owners[0];
  if (team !== undefined && random.chance(0.4))
    found.push({ type: 'ownershipRule', owner: `team:${team.id}`, date_added: time + MINUTE });
  return found;
}

/** A link to an issue tracker. */
export function createAnnotation(random: Random): IssueRecord['annotations'][number] {
  const number = random.int(100, 2400);
  return { displayName: `SHOP-${number}`, url: `https://tracker.example.com/browse/SHOP-${number}` };
}
