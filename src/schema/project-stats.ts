import { statsPart, statsPeriods } from '../gateway/project-payload.ts';
import { builder } from './builder.ts';
import { Project } from './project.ts';
import { StatsPoint } from './stats.ts';

const ProjectStatsPeriod = builder.enumType('ProjectStatsPeriod', {
  description: "Window of a project's error counts.",
  values: {
    LAST_HOUR: { value: '1h', description: "Sentry's `1h`." },
    LAST_24_HOURS: { value: '24h', description: "Sentry's `24h`." },
    LAST_7_DAYS: { value: '7d', description: "Sentry's `7d`." },
    LAST_14_DAYS: { value: '14d', description: "Sentry's `14d`." },
    LAST_30_DAYS: { value: '30d', description: "Sentry's `30d`." },
    LAST_90_DAYS: { value: '90d', description: "Sentry's `90d`." },
  } as const,
});

const partOf = (period: unknown) => statsPart(statsPeriods.find((known) => known === period) ?? '24h');

builder.objectField(Project, 'stats', (t) =>
  t.field({
    type: [StatsPoint],
    description:
      'Accepted errors over time. Free of a call in project lists for one window, the shortest asked; elsewhere, and for each further window, one batched call. The list of a team brings 24 hours, 14 and 30 days alone, `allProjects` none.',
    args: {
      period: t.arg({ type: ProjectStatsPeriod, defaultValue: '24h', description: 'Window of the series.' }),
    },
    extensions: { part: ({ period }: Readonly<Record<string, unknown>>) => partOf(period) },
    resolve: (project, { period }, _context, { path }) => project.get(partOf(period), path),
  }),
);
