import { IssuePriority, IssueSort, IssueStatus } from './issue-words.ts';
import { Level } from './level.ts';
import { type Args, forwards } from './page-arguments.ts';

const projects = (arg: Args, description: string) => ({ projects: arg.idList({ description }) });

const level = (arg: Args) => arg({ type: [Level], description: 'Only these levels.' });

const environment = (arg: Args) => arg.stringList({ description: 'With events in these environments.' });

const sort = (arg: Args) => arg({ type: IssueSort, defaultValue: 'DATE', description: 'Order.' });

/** Filters that become terms of Sentry's search, quoted and escaped here. */
const termArguments = (arg: Args) => ({
  level: level(arg),
  assignee: arg.stringList({
    description:
      "Assigned to: e-mail or user name, `#team-slug`, or `none`. Sentry's `me` and `my_teams` would mean the linked account's user and are refused.",
  }),
  release: arg.stringList({ description: 'With events in these versions; `latest` is understood.' }),
  firstRelease: arg.stringList({ description: 'First seen in these versions; `latest` is understood.' }),
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

/** Arguments of an issue list of one project. */
export const projectIssueArguments = (arg: Args) => ({
  status: arg({
    type: [IssueStatus],
    defaultValue: ['UNRESOLVED'],
    description:
      'Only these statuses, null for any; left out of the search when `query` names a status itself, as in `is:resolved`.',
  }),
  environment: environment(arg),
  ...termArguments(arg),
  period: arg({
    type: 'Period',
    description: 'Search window ending now, at most 90 days; not with `start` and `end`. Default 90 days.',
  }),
  start: arg({ type: 'DateTime', description: 'Start of the search window; needs `end`.' }),
  end: arg({ type: 'DateTime', description: 'End of the search window; needs `start`.' }),
  query: arg.string({
    description:
      "Further terms in Sentry's issue search syntax. A lone event id, beside which no other filter may stand, or a lone short id with no filter beside it is a lookup, in any status: a page of one, of none where the issue is another project's. A word that only looks like a short id, such as UTF-8, is then searched for like any other: one call more. Beside other filters a short id is a word.",
  }),
  sort: sort(arg),
  ...forwards(arg),
});

/** Arguments of an issue list over the projects of an organization. */
export const organizationIssueArguments = (arg: Args) => ({
  ...projects(arg, "Slugs or numeric ids; null means every visible project, not only the linked account's own."),
  ...projectIssueArguments(arg),
});

/** Arguments of an issue list of a release, which finds issues in any status. */
export const releaseIssueArguments = (arg: Args) => ({
  ...projects(arg, 'Slugs or numeric ids of some of its projects.'),
  status: arg({ type: [IssueStatus], description: 'Only these statuses.' }),
  level: level(arg),
  environment: environment(arg),
  query: arg.string({ description: "Further terms in Sentry's issue search syntax." }),
  sort: sort(arg),
  ...forwards(arg),
});
