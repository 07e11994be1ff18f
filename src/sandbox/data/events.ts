import { createBody } from './bodies/body.ts';
import { tagsOf } from './event-tags.ts';
import { chooseEventUser, janeAsCustomer } from './event-users.ts';
import { type Mark, markOrNull } from './label.ts';
import type { EventHead } from './model.ts';
import type { ProjectPlan } from './plans/plan.ts';
import { hashText, mix, type Random, randomFromSeed } from './random.ts';
import { liveRelease, type Timeline } from './releases.ts';
import { chooseSetting } from './settings.ts';
import type { Story } from './stories/story.ts';
import { DAY } from './time.ts';

/** What the events of an issue are made of. */
export type EventSource = {
  issueId: string;
  projectId: string;
  project: ProjectPlan;
  story: Story;
  mark: Mark;
  hashes: string[];
  count: number;
  firstSeen: number;
  lastSeen: number;
  timeline: Timeline;
  /** Environment of the first and the last event, and of most others. */
  environment: string;
  jane: boolean;
  broken: boolean;
};

/** The stored events of an issue, newest first; the oldest one is its first where that is young enough to be stored. */
export function createEvents(source: EventSource): EventHead[] {
  const random = randomFromSeed(hashText(`events:${source.issueId}`));
  const oldest = Math.max(source.firstSeen, source.lastSeen - 88 * DAY);
  return datesBetween(oldest, source.lastSeen, source.count, random).map((date, index) =>
    createEvent(source, date, index),
  );
}

function datesBetween(oldest: number, newest: number, count: number, random: Random): number[] {
  const dates = Array.from({ length: Math.max(0, count - 2) }, () =>
    Math.round(newest - (newest - oldest) * random.next() ** 1.6),
  );
  dates.sort((a, b) => b - a);
  return count > 1 ? [newest, ...dates, oldest] : [newest];
}

function createEvent(source: EventSource, date: number, index: number): EventHead {
  const { project, story, hashes, count, timeline } = source;
  const seed = mix(hashText(source.issueId) ^ Math.imul(index + 1, 0x9e3779b1));
  const random = randomFromSeed(seed);
  const atEnd = index === 0 || index === count - 1;
  const environment =
    atEnd || random.chance(0.85) ? source.environment : random.pick(['staging', 'staging', 'development']);
  const setting = chooseSetting(project, random);
  const jane = source.jane && index % 7 === 0;
  const user = jane
    ? janeAsCustomer
    : story.hasUser && random.chance(0.93)
      ? chooseEventUser(random, setting.ip)
      : null;
  const release = liveRelease(timeline, date);
  const hash = hashes[index < hashes.length ? index : random.int(0, hashes.length - 1)] ?? '';
  const head: Omit<EventHead, 'body'> = {
    id: random.hex(32),
    issueId: source.issueId,
    projectId: source.projectId,
    hash,
    date,
    title: story.title,
    message: story.message,
    location: story.location,
    culprit: story.culprit,
    platform: story.platform ?? 'other',
    type: story.type,
    environment,
    release,
    level: story.level,
    user: user === null ? null : { ...user, name: markOrNull(source.mark, user.name) },
    tags: tagsOf(project, story, { environment, release, user, setting, random }),
    metadata: story.metadata,
  };
  return {
    ...head,
    body: () => createBody({ project, story, head, setting, seed, index, broken: source.broken, mark: source.mark }),
  };
}
