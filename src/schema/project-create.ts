import { createProject } from '../gateway/project-writes.ts';
import type { Project as ProjectResource } from '../loaders/projects.ts';
import { builder } from './builder.ts';
import { costing, oneCall } from './field-cost.ts';
import { given } from './given.ts';
import { payloadType, writing } from './mutation.ts';
import { named, objectNamed } from './named.ts';
import { Problems } from './problems.ts';
import { Project } from './project.ts';
import { checkProject, projectSlugLength } from './project-fields.ts';
import { naming as teamNaming } from './team-mutations.ts';

const nameLength = 50;

const CreateProjectInput = builder.inputType('CreateProjectInput', {
  description: 'A project to create.',
  fields: (t) => ({
    organization: t.string({ description: 'Slug of the organization; leave out if `team` is a node id.' }),
    team: t.id({
      required: true,
      description: 'Team that will own it: node id, or slug or numeric id with `organization`.',
    }),
    name: t.string({ required: true, description: `Display name, at most ${nameLength} characters.` }),
    slug: t.string({
      description: `Slug, at most ${projectSlugLength} characters; a free one is made from the name if left out.`,
    }),
    platform: t.string({ description: 'Platform, such as `node`.' }),
    defaultRules: t.boolean({ defaultValue: true, description: "Create Sentry's default alert rule." }),
  }),
});

const CreateProjectPayload = payloadType<{ project: ProjectResource }>(
  'CreateProjectPayload',
  'Result of `createProject`.',
  (t) => ({
    project: t.field({
      type: Project,
      description: 'The project, null if refused; settings and features are one call more.',
      ...costing({ gives: { parts: ['summary'] } }),
      resolve: ({ project }) => project,
    }),
  }),
);

const names = { name: 'name', slug: 'slug', platform: 'platform', default_rules: 'defaultRules' };

builder.mutationField('createProject', (t) =>
  t.field({
    type: CreateProjectPayload,
    description: 'Create a project in a team. One call.',
    args: { input: t.arg({ type: CreateProjectInput, required: true, description: 'What to create.' }) },
    ...costing({ calls: oneCall }),
    resolve: writing(names, async ({ input }, write) => {
      const { organization: owner, team: id, name, defaultRules, ...optional } = input;
      const problems = new Problems();
      const found = objectNamed({ organization: owner, id }, teamNaming, problems, 'team');
      checkProject(input, nameLength, problems);
      const { account, organization, name: team } = named(found, problems);
      const body = {
        name,
        ...given(optional),
        ...(typeof defaultRules === 'boolean' && { default_rules: defaultRules }),
      };
      const row = await write.send(
        account,
        [organization, team],
        (api) => createProject(api, organization, team, body),
        { object: write.loaders(account).teams.at(organization, team), field: 'team' },
      );
      return { project: write.loaders(account).projects.of(organization, row) };
    }),
  }),
);
