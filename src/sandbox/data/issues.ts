import { createEvents } from './events.ts';
import { createActivity } from './issue-activity.ts';
import {
  chooseAssignee,
  chooseOwners,
  choosePriority,
  chooseTimes,
  chooseTimesSeen,
  createAnnotation,
} from './issue-choices.ts';
import { chooseStatusKind, createStatus } from './issue-status.ts';
import { type Mark, markTexts } from './label.ts';
import type { EventHead, IssueRecord, ProjectRecord, RepositoryRecord, TeamRecord, UserRecord } from './model.ts';
import type { ProjectPlan, SpecialIssue } from './plans/plan.ts';
import { randomFor } from './random.ts';
import { liveRelease, type Timeline } from './releases.ts';
import { shortId } from './short-id.ts';
import { markStory, storyChanges } from './stories/changes.ts';
import { chooseStory } from './stories/choose.ts';
import { HOUR } from './time.ts';

/** What the issues of a project are made of beside its plan. */
export type IssueSurroundings = {
  now: number;
  mark: Mark;
  organization: { base: number; slug: string };
  record: ProjectRecord;
  timeline: Timeline;
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
function issueId(base: number, project: ProjectPlan, number: number): string {
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
  const { now, mark, organization, record, users, teams, timeline } = surroundings;
  const random = randomFor(`issue:${organization.slug}:${project.slug}:${plan.number}`);
  const story = markStory({ ...plan.story(project, random), ...storyChanges(plan) }, mark);
  const kind = plan.set?.status ?? chooseStatusKind(random);
  const timesSeen = plan.set?.timesSeen ?? chooseTimesSeen(random);
  const { firstSeen, lastSeen } = chooseTimes(
    kind,
    timesSeen === 1 ? { ...plan, firstSeenAgo: 0 } : plan,
    record,
    now,
    random,
  );
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
  const fields: Omit<IssueRecord, 'events'> = {
    ...facts,
    type: story.type,
    issueType: story.issueType,
    issueCategory: story.issueCategory,
    level: story.level,
    logger: story.logger,
    platform: story.platform,
    isUnhandled: story.isUnhandled,
    projectId: record.id,
    shortId: shortId(project.slug, plan.number),
    timesSeen,
    usersSeen: story.hasUser ? Math.min(timesSeen, Math.ceil(timesSeen ** 0.72)) : 0,
    lastRelease: liveRelease(timeline, lastSeen),
    isBookmarked: random.chance(0.06),
    isSubscribed: random.chance(0.3),
    hasSeen: random.chance(0.6),
    annotations: random.chance(0.08) ? [createAnnotation(random)] : [],
    owners: chooseOwners(owners, users, random, firstSeen),
    activity: markTexts(createActivity(facts, users, random), mark),
    hashes,
    mergedInto: plan.mergedInto === undefined ? null : issueId(organization.base, project, plan.mergedInto),
    statusDetails: markTexts(facts.statusDetails, mark),
    ...plan.set,
    title: story.title,
    culprit: story.culprit,
    metadata: story.metadata,
  };
  const source = {
    issueId: id,
    projectId: record.id,
    project,
    story,
    mark,
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
