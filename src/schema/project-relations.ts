import { projectPayload } from '../gateway/project-payload.ts';
import { isRow, optional, type Row, text, time } from '../gateway/read.ts';
import type { Project as ProjectResource } from '../loaders/projects.ts';
import type { Release as ReleaseResource } from '../loaders/releases.ts';
import type { Team as TeamResource } from '../loaders/teams.ts';
import { builder } from './builder.ts';
import { costing } from './field-cost.ts';
import { andThen } from './member.ts';
import { Project } from './project.ts';
import { Release } from './release.ts';
import { Team } from './team.ts';

type Deploy = { readonly environment: string; readonly release: ReleaseResource; readonly deploy: Row };

const LatestDeploy = builder.objectRef<Deploy>('LatestDeploy').implement({
  description: 'The newest deploy of a project to one environment.',
  fields: (t) => ({
    environment: t.string({
      nullable: false,
      description: 'Environment deployed to.',
      resolve: ({ environment }) => environment,
    }),
    release: t.field({
      type: Release,
      nullable: false,
      description: 'Release deployed; its version is free, the rest one batched call.',
      ...costing({ gives: { members: ['version'] } }),
      resolve: ({ release }) => release,
    }),
    dateFinished: t.field({
      type: 'DateTime',
      description: 'When it finished.',
      resolve: ({ deploy }) => optional(deploy, 'dateFinished', time),
    }),
  }),
});

const teamsOf = ({ loaders, key }: ProjectResource, teams: readonly Row[]): TeamResource[] =>
  teams
    .filter((team) => optional(team, 'id', text) !== null)
    .map((team) => loaders.teams.of(key.organization, team, { stub: true }));

/** The release of a stub such as `{"version": "web@1.2.3"}`; null where it names none. */
const releaseOf = ({ loaders, key }: ProjectResource, stub: Row): ReleaseResource | null =>
  optional(stub, 'version', text) ? loaders.releases.of(key.organization, stub, { stub: true }) : null;

/** Sentry gives them by environment: `{"production": {"version": "web@1.2.3", "dateFinished": "..."}}`. */
const deploysOf = (project: ProjectResource, deploys: Row): Deploy[] =>
  Object.entries(deploys)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([environment, deploy]) => {
      if (!isRow(deploy)) return [];
      const version = optional(deploy, 'version', text);
      const release = version && releaseOf(project, { version });
      return release ? [{ environment, release, deploy }] : [];
    });

builder.objectFields(Project, (t) => ({
  teams: t.field({
    type: [Team],
    description: 'Teams that own it; `id`, `slug` and `name` come with the project.',
    extensions: { part: projectPayload.partOf.teams, reads: 'teams', gives: { members: ['id', 'slug', 'name'] } },
    resolve: (project, _args, _context, { path }) =>
      andThen(project.get('teams', path), (teams) => teams && teamsOf(project, teams)),
  }),
  latestRelease: t.field({
    type: Release,
    description: 'Its newest release, null where it has none; the version comes with the project.',
    extensions: {
      part: projectPayload.partOf.latestRelease,
      reads: 'latestRelease',
      gives: { members: ['version'] },
    },
    resolve: (project, _args, _context, { path }) =>
      andThen(project.get('latestRelease', path), (stub) => stub && releaseOf(project, stub)),
  }),
  latestDeploys: t.field({
    type: [LatestDeploy],
    description:
      'The newest deploy to each environment, by environment. Free of a call in project lists, elsewhere one batched call.',
    extensions: { part: projectPayload.partOf.latestDeploys, reads: 'latestDeploys' },
    resolve: (project, _args, _context, { path }) =>
      andThen(project.get('latestDeploys', path), (deploys) => deploys && deploysOf(project, deploys)),
  }),
}));
