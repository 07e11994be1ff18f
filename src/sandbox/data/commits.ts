import type { CommitAuthor, CommitRecord, RepositoryRecord, UserRecord } from './model.ts';
import type { OrganizationPlan } from './plans/plan.ts';
import type { Random } from './random.ts';
import { HOUR, MINUTE } from './time.ts';

const messages = [
  'Round totals per line instead of per order',
  'Retry captures on connection resets',
  'Bump dependencies',
  'Remove the old coupon form',
  'Do not log request bodies',
  'Add an index on orders.created',
  'Move address validation to the server\n\nThe client check stays as a hint only.',
  'Fix flaky login test',
  'Show the delivery date in the summary',
  'Translate new strings',
  'Limit the size of uploads',
  'Cache exchange rates for ten minutes',
  'Handle missing stock locations',
  'Rewrite the receipt layout',
  'Guard against empty baskets',
  'Make the timeout configurable',
  'Update the changelog',
  'Revert "Cache exchange rates for ten minutes"',
];

const outsiders = [
  { name: 'dependency-bot', email: 'bot@ci.example.com' },
  { name: 'Mira Okafor', email: 'mira@contractor.example' },
];

/** What the commits of a release are made of. */
export type CommitSurroundings = {
  version: string;
  repository: RepositoryRecord;
  users: UserRecord[];
  dateCreated: number;
  random: Random;
};

/** The commits of a release, newest first: none up to a dozen, some by people who are no users. */
export function createCommits(
  plan: OrganizationPlan,
  { version, repository, users, dateCreated, random }: CommitSurroundings,
): CommitRecord[] {
  const count = version === '2.4.0' ? 12 : random.int(0, 12);
  const committers = random.sample(users, 5);
  let time = dateCreated;
  return Array.from({ length: count }, (_, index): CommitRecord => {
    time -= random.int(10, 600) * MINUTE + (index === 0 ? 0 : HOUR);
    const message = random.pick(messages);
    const fix =
      index === 1 && plan.slug === 'acme'
        ? `\n\nFixes ${version.includes('2.4.0') ? 'STOREFRONT-14' : 'CHECKOUT-API-2G'}`
        : '';
    const number = random.int(200, 4900);
    return {
      sha: random.hex(40),
      message: message + fix,
      dateCreated: time,
      repositoryId: repository.id,
      author: random.chance(0.2) ? random.pick(outsiders) : authorOf(random.pick(committers)),
      pullRequest: random.chance(0.6)
        ? { id: String(number), title: message.split('\n')[0] ?? message, url: `${repository.url}/pull/${number}` }
        : null,
    };
  });
}

function authorOf(user: UserRecord): CommitAuthor {
  return { name: user.name, email: user.email };
}
