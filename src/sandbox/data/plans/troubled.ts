import { node } from '../stacktraces/node.ts';
import { namedErrorStory } from '../stories/error-story.ts';
import { messageStory } from '../stories/message-story.ts';
import { DAY, HOUR, MINUTE } from '../time.ts';
import type { OrganizationPlan, ProjectPlan, SpecialIssue } from './plan.ts';

const common = {
  platform: 'node',
  language: node,
  surface: 'server',
  teams: ['fire-brigade'],
  ageDays: 200,
  places: ['src/main.ts#main', 'src/alarm.ts#ring', 'src/hose.ts#connect', 'src/ladder.ts#extend'],
  transactions: ['/alarms', '/alarms/:id'],
  host: 'troubled.example',
  fields: ['pressure', 'height', 'district'],
  nouns: ['alarm', 'hose', 'ladder'],
  newestDays: 10,
  spacingDays: 30,
} satisfies Partial<ProjectPlan>;

const single = (value: string): SpecialIssue[] => [
  {
    number: 1,
    story: odd(value),
    firstSeenAgo: 15 * DAY,
    lastSeenAgo: 5 * HOUR,
    set: { ...unresolved, timesSeen: 120 },
  },
];

const odd = (value: string): SpecialIssue['story'] =>
  namedErrorStory({ type: 'Error', value, line: '  throw new Error(reason);' }, 4, 3);

const unresolved = { status: 'unresolved', substatus: 'ongoing' } satisfies SpecialIssue['set'];

/** Parts named for what is wrong with them. */
export const troubled: OrganizationPlan = {
  base: 53,
  slug: 'troubled',
  name: 'Troubled',
  domain: 'troubled.example',
  ageDays: 300,
  isEarlyAdopter: false,
  require2FA: false,
  people: [
    ['Jane Cooper', 'jane', 'owner'],
    ['Murphy Lawson', 'murphy', 'member'],
  ],
  invitations: [],
  teams: [['fire-brigade', 'Fire Brigade', ['jane', 'murphy']]],
  projects: [
    {
      ...common,
      number: 1,
      slug: 'forbidden-project',
      name: 'Forbidden Project',
      issues: 1,
      specials: single('in forbidden project'),
      versions: ['forbidden@1.0.0'],
      trouble: 'forbidden',
    },
    {
      ...common,
      number: 2,
      slug: 'slow-project',
      name: 'Slow Project',
      issues: 1,
      specials: single('in slow project'),
      versions: ['slow@1.0.0'],
      trouble: 'slow',
    },
    {
      ...common,
      number: 3,
      slug: 'rate-limited-project',
      name: 'Rate-Limited Project',
      issues: 1,
      specials: single('in rate-limited project'),
      versions: ['limited@1.0.0'],
      trouble: 'rate-limited',
    },
    {
      ...common,
      number: 4,
      slug: 'renamed-project',
      name: 'Renamed Project',
      issues: 1,
      specials: single('in renamed project'),
      versions: ['renamed@1.0.0'],
      formerSlugs: ['old-name'],
    },
    {
      ...common,
      number: 5,
      slug: 'odd-issues',
      name: 'Odd Issues',
      issues: 6,
      versions: ['odd@1.0.0', 'odd@1.1.0'],
      specials: [
        {
          number: 1,
          story: odd('broken body'),
          firstSeenAgo: 20 * DAY,
          lastSeenAgo: 30 * MINUTE,
          broken: true,
          set: { ...unresolved, timesSeen: 25 },
        },
        {
          number: 2,
          story: odd('survivor of a merge'),
          firstSeenAgo: 30 * DAY,
          lastSeenAgo: 2 * HOUR,
          hashCount: 2,
          set: { ...unresolved, timesSeen: 90 },
        },
        {
          number: 3,
          story: odd('merged away'),
          firstSeenAgo: 29 * DAY,
          lastSeenAgo: 9 * DAY,
          mergedInto: 2,
          set: { ...unresolved, timesSeen: 40 },
        },
        {
          number: 4,
          story: odd('pending deletion'),
          firstSeenAgo: 25 * DAY,
          lastSeenAgo: 3 * DAY,
          set: { status: 'pending_deletion' },
        },
        {
          number: 5,
          story: odd('pending merge'),
          firstSeenAgo: 25 * DAY,
          lastSeenAgo: 4 * DAY,
          set: { status: 'pending_merge' },
        },
        {
          number: 6,
          story: messageStory(1),
          firstSeenAgo: 400 * DAY,
          lastSeenAgo: 150 * DAY,
          set: { ...unresolved, timesSeen: 60 },
        },
      ],
    },
  ],
  shared: [],
};
