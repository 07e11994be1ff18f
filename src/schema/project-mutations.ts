import { isNumeric } from '../gateway/http/identifiers.ts';
import { deleteProject, type ProjectChanges, updateProject } from '../gateway/project-writes.ts';
import type { Project as ProjectResource } from '../loaders/projects.ts';
import { builder } from './builder.ts';
import { deletionTypes } from './deletion.ts';
import { costing, deletionCalls, oneCall } from './field-cost.ts';
import { given, nothingGiven } from './given.ts';
import { payloadType, writing } from './mutation.ts';
import { named, objectNamed } from './named.ts';
import { nodeIdOf } from './node-id.ts';
import { Problems } from './problems.ts';
import { Project } from './project.ts';
import { checkProject, projectNaming, projectSlugLength } from './project-fields.ts';
import { ProjectSettingsInput, projectSettingNames, projectSettings } from './project-settings-input.ts';

const nameLength = 200;

const UpdateProjectInput = builder.inputType('UpdateProjectInput', {
  description: 'Changes to a project; what is left out stays, and null does so too unless said otherwise.',
  fields: (t) => ({
    organization: t.string({ description: 'Slug of the organization; leave out if `id` is a node id.' }),
    id: t.id({ required: true, description: 'Node id, or slug or numeric id with `organization`.' }),
    name: t.string({ description: `New display name, at most ${nameLength} characters.` }),
    slug: t.string({
      description: `New slug, at most ${projectSlugLength} characters; changes its node id, and reads by the old one are redirected.`,
    }),
    platform: t.string({
      description: 'New platform, null to clear; where Sentry keeps the old one all the same a warning tells.',
    }),
    isBookmarked: t.boolean({ description: "Bookmark it for the linked account's user." }),
    settings: t.field({ type: ProjectSettingsInput, description: 'Settings to change.' }),
  }),
});

const UpdateProjectPayload = payloadType<{ project: ProjectResource }>(
  'UpdateProjectPayload',
  'Result of `updateProject`.',
  (t) => ({
    project: t.field({
      type: Project,
      description: 'The project under its slug of now, settings included; null if refused.',
      ...costing({ gives: { parts: ['summary', 'features', 'detail'] } }),
      resolve: ({ project }) => project,
    }),
  }),
);

const { DeleteInput, DeletePayload } = deletionTypes({
  name: 'Project',
  what: 'a project',
  id: 'Node id, or slug or numeric id with `organization`.',
  deletedId: 'Node id of the deleted project; one call more, before the deletion, if it was named by number.',
});

const names = {
  name: 'name',
  slug: 'slug',
  platform: 'platform',
  isBookmarked: 'isBookmarked',
  ...projectSettingNames,
};

type Changes = Omit<(typeof UpdateProjectInput)['$inferInput'], 'id' | 'organization'>;

/** Checks changes by the rules that Sentry documents, and gives them in its words. */
const changesOf = ({ settings, ...plain }: Changes, problems: Problems): ProjectChanges => {
  checkProject(plain, nameLength, problems);
  const changed = projectSettings(settings ?? {}, problems);
  const clears = plain.platform === null && { platform: null };
  if (!clears && nothingGiven(plain, changed)) {
    problems.add('REQUIRED', 'Nothing to change: give at least one change.');
  }
  return { ...given(plain), ...clears, ...changed };
};

builder.mutationFields((t) => ({
  updateProject: t.field({
    type: UpdateProjectPayload,
    description: 'Change a project. One call; its answer holds the settings.',
    args: { input: t.arg({ type: UpdateProjectInput, required: true, description: 'What to change.' }) },
    ...costing({ calls: oneCall }),
    resolve: writing(names, async ({ input: { organization: owner, id, ...input } }, write) => {
      const problems = new Problems();
      const found = objectNamed({ organization: owner, id }, projectNaming, problems);
      const body = changesOf(input, problems);
      const { account, organization, name } = named(found, problems);
      const row = await write.send(
        account,
        [organization, name],
        (api) => updateProject(api, organization, name, body),
        { object: write.loaders(account).projects.at(organization, name), field: 'id' },
      );
      const project = write.loaders(account).projects.detailed(organization, row);
      // Today's Sentry takes the null and does nothing.
      if (body.platform === null && project.known('platform')) {
        write.warn(
          'NOT_CHANGED',
          `${project.describe()} keeps its platform: Sentry replaces platforms, and clears none.`,
        );
      }
      return { project };
    }),
  }),
  deleteProject: t.field({
    type: DeletePayload,
    description: 'Delete a project with its issues; Sentry finishes later. One call.',
    args: { input: t.arg({ type: DeleteInput, required: true, description: 'What to delete.' }) },
    ...costing({ calls: deletionCalls }),
    resolve: writing({}, async ({ input }, write) => {
      const problems = new Problems();
      const { account, organization, name } = named(objectNamed(input, projectNaming, problems), problems);
      const project = write.loaders(account).projects.at(organization, name);
      const slug = isNumeric(name) ? await write.before('deletedId', project, 'slug') : name;
      await write.remove(account, [organization, name], project, (api) => deleteProject(api, organization, name));
      const loaders = write.loaders(account);
      return {
        deletedId: slug && nodeIdOf(loaders, 'p', organization, slug),
        organization: loaders.organizations.at(organization),
      };
    }),
  }),
}));
