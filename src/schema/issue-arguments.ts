import { IssuePriority, IssueSort, IssueStatus } from './issue-words.ts';
import { Level } from './level.ts';
import { type Args, forwards } from './page-arguments.ts';

const projects = (arg: Args, description: string) => ({ projects: arg.idList({ description }) });

const query = (arg: Args, description: string) =>
  arg.string({
    description: `${description} Terms that name a person (\`user\`, \`user.*\`, \`ip\`) need the SENSITIVE scope.`,
  });

const release = (arg: Args) =>
  arg.stringList({ description: 'With events in these versions; `latest` is understood.' });

const firstRelease = (arg: Args) =>
  arg.stringList({ description: 'First seen in these versions; `latest` is understood.' });

/** Filters that become terms of Sentry's search, quoted and escaped here. */
const termArguments = (arg: Args) => ({
  level: arg({ type: [Level], description: 'Only these levels.' }),
  assignee: arg.stringList({
    description:
      "Assigned to: e-mail or user name, `#team-slug`, or `none`. Sentry's `me` and `my_teams` would mean the linked account's user and are refused.",
  }),
  platform: arg.stringList({ description: 'Only these platforms.' }),
  priority: arg({ type: [IssuePriority], description: 'Only these priorities.' }),
  category: arg.stringList({ description: "Only these categories, in Sentry's words such as `error`." }),
  text: arg.string({
    description: 'Text contained in title or message; quoted and escaped here, so that nothing in it is a wildcard.',
  }),
  firstSeenAfter: arg({ type: 'DateTime', description: 'First seen at or after.' }),
  firstSeenBefore: arg({ type: 'DateTime', description: 'First seen before.' }),
  lastSeenAfter: arg({ type: 'DateTime', description: 'Last seen at or after.' }),
  lastSeenBefore: arg({ type: 'DateTime', description: 'Last seen before.' }),
});

/** What every issue list takes beside its status and releases. */
const listArguments = (arg: Args) => ({
  environment: arg.stringList({ description: 'With events in these environments.' }),
  ...termArguments(arg),
  period: arg({
    type: 'Period',
    description: 'Search window ending now, at most 90 days; not with `start` and `end`. Default 90 days.',
  }),
  start: arg({ type: 'DateTime', description: 'Start of the search window; needs `end`.' }),
  end: arg({ type: 'DateTime', description: 'End of the search window; needs `start`.' }),
  query: query(arg, "Further terms in Sentry's issue search syntax."),
  sort: arg({ type: IssueSort, defaultValue: 'DATE', description: 'Order.' }),
  ...forwards(arg),
});

/** Arguments of an issue list of one project. */
export const projectIssueArguments = (arg: Args) => ({
  status: arg({
    type: [IssueStatus],
    defaultValue: ['UNRESOLVED'],
    description:
      'Only these statuses, null for any; left out of the search when `query` names a status itself, as in `is:resolved`.',
  }),
  release: release(arg),
  firstRelease: firstRelease(arg),
  ...listArguments(arg),
  query: query(
    arg,
    "Further terms in Sentry's issue search syntax. A lone event id, beside which no other filter may stand, or a lone short id with no filter beside it is a lookup, in any status: a page of one, of none where the issue is another project's. A word that only looks like a short id, such as UTF-8, is then searched for like any other: one call more. Beside other filters a short id is a word.",
  ),
});

/** Arguments of an issue list over the projects of an organization. */
export const organizationIssueArguments = (arg: Args) => ({
  ...projects(
    arg,
    "Node ids, slugs or numeric ids; null means every visible project, not only the linked account's own.",
  ),
  ...projectIssueArguments(arg),
});

/** What both issue lists of a release take: they find issues in any status. */
const ofRelease = (arg: Args) => ({
  ...projects(arg, 'Node ids, slugs or numeric ids of some of its projects.'),
  status: arg({ type: [IssueStatus], description: 'Only these statuses.' }),
  ...listArguments(arg),
});

/** Arguments of the list of issues first seen in a release. */
export const newIssueArguments = (arg: Args) => ({
  ...ofRelease(arg),
  release: release(arg),
});

/** Arguments of the list of issues seen in a release. */
export const releaseIssueArguments = (arg: Args) => ({
  ...ofRelease(arg),
  isNew: arg.boolean({
    description: 'true: only issues first seen in it; false: only those known before; null: both.',
  }),
});
