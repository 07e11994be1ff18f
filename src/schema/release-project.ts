import { flag, integer, number, optional, type Row, row, text } from '../gateway/read.ts';
import { healthPeriods } from '../gateway/releases.ts';
import type { Release as ReleaseResource } from '../loaders/releases.ts';
import { builder } from './builder.ts';
import { costing } from './field-cost.ts';
import { andThen, part } from './member.ts';
import { Project } from './project.ts';
import { Release } from './release.ts';

const HealthPeriodEnum = builder.enumType('HealthPeriod', {
  description: 'Window of session health.',
  values: {
    LAST_HOUR: { value: '1h', description: "Sentry's `1h`." },
    LAST_24_HOURS: { value: '24h', description: "Sentry's `24h`." },
    LAST_48_HOURS: { value: '48h', description: "Sentry's `48h`." },
    LAST_7_DAYS: { value: '7d', description: "Sentry's `7d`." },
    LAST_14_DAYS: { value: '14d', description: "Sentry's `14d`." },
    LAST_30_DAYS: { value: '30d', description: "Sentry's `30d`." },
    LAST_90_DAYS: { value: '90d', description: "Sentry's `90d`." },
  },
});

const ReleaseHealth = builder.objectRef<Row>('ReleaseHealth').implement({
  description: 'Session health of a release in a project; null where Sentry has no sessions.',
  fields: (t) => ({
    crashFreeSessions: t.float({
      description: 'Percentage of sessions without a crash, 0 to 100.',
      ...part('crashFreeSessions', number),
    }),
    crashFreeUsers: t.float({
      description: 'Percentage of users without a crash, 0 to 100.',
      ...part('crashFreeUsers', number),
    }),
    adoption: t.float({
      description: "Percentage of the project's users on this release in 24 hours.",
      ...part('adoption', number),
    }),
    sessionsAdoption: t.float({
      description: "Percentage of the project's sessions on this release in 24 hours.",
      ...part('sessionsAdoption', number),
    }),
    totalUsers: t.field({ type: 'Count', description: 'Users in the window.', ...part('totalUsers', integer) }),
    totalUsers24h: t.field({ type: 'Count', description: 'Users in 24 hours.', ...part('totalUsers24h', integer) }),
    totalSessions: t.field({
      type: 'Count',
      description: 'Sessions in the window.',
      ...part('totalSessions', integer),
    }),
    totalSessions24h: t.field({
      type: 'Count',
      description: 'Sessions in 24 hours.',
      ...part('totalSessions24h', integer),
    }),
    sessionsCrashed: t.field({ type: 'Count', description: 'Crashed sessions.', ...part('sessionsCrashed', integer) }),
    sessionsErrored: t.field({
      type: 'Count',
      description: 'Sessions with errors.',
      ...part('sessionsErrored', integer),
    }),
    durationP50: t.float({ description: 'Median session length in seconds.', ...part('durationP50', number) }),
    durationP90: t.float({
      description: '90th percentile of session length in seconds.',
      ...part('durationP90', number),
    }),
  }),
});

type ReleaseInProject = { readonly release: ReleaseResource; readonly row: Row };

/** The health of one project among those of its release; null where the project sends no sessions. */
const healthIn = (projects: readonly Row[] | null, id: string | null): Row | null => {
  const project = projects?.find((other) => optional(other, 'id', text) === id);
  const health = project ? optional(project, 'healthData', row) : null;
  return health && optional(health, 'hasHealthData', flag) !== false ? health : null;
};

const healthPart = (period: unknown) => `health${healthPeriods.find((known) => known === period) ?? '14d'}` as const;

const ReleaseProject = builder.objectRef<ReleaseInProject>('ReleaseProject').implement({
  description: 'A release in one of its projects.',
  fields: (t) => ({
    project: t.field({
      type: Project,
      nullable: false,
      description: 'Project; its ids, slug, name and platforms are free.',
      ...costing({ gives: { members: ['id', 'slug', 'name', 'platform', 'platforms'] } }),
      resolve: ({ release: { loaders, key }, row: from }) =>
        loaders.projects.of(key.organization, from, { stub: true }),
    }),
    newIssueCount: t.int({
      description: 'Number of issues first seen in this release of this project.',
      resolve: ({ row: from }) => optional(from, 'newGroups', integer),
    }),
    hasHealthData: t.boolean({
      description: 'Whether the project sends sessions.',
      resolve: ({ row: from }) => optional(from, 'hasHealthData', flag),
    }),
    health: t.field({
      type: ReleaseHealth,
      description:
        "Session health. Makes the release's own call slower but adds none; each further window in one request is one call more.",
      args: {
        period: t.arg({
          type: HealthPeriodEnum,
          defaultValue: '14d',
          description: 'Window of the percentages and totals.',
        }),
      },
      extensions: { part: ({ period }: Readonly<Record<string, unknown>>) => healthPart(period) },
      resolve: ({ release, row: from }, { period }, _context, { path }) =>
        andThen(release.get(healthPart(period), path), (projects) => healthIn(projects, optional(from, 'id', text))),
    }),
  }),
});

builder.objectField(Release, 'projects', (t) =>
  t.field({
    type: [ReleaseProject],
    description: 'Its projects, each with what is particular to the pair.',
    extensions: { part: 'summary', reads: 'projects', inRow: true },
    resolve: (release, _args, _context, { path }) =>
      andThen(release.get('projects', path), (projects) =>
        projects
          ?.filter((from) => optional(from, 'slug', text) !== null && optional(from, 'name', text) !== null)
          .map((from) => ({ release, row: from })),
      ),
  }),
);
