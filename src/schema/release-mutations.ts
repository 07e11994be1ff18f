import { createRelease, updateRelease } from '../gateway/release-writes.ts';
import type { Release as ReleaseResource } from '../loaders/releases.ts';
import { builder } from './builder.ts';
import { costing, oneCall } from './field-cost.ts';
import { payloadType, writing } from './mutation.ts';
import { named, objectNamed, organizationNamed } from './named.ts';
import { Problems } from './problems.ts';
import { projectsNamed } from './projects-named.ts';
import { Release } from './release.ts';
import { changesOf, checkVersion, refuseEmpty } from './release-checks.ts';
import { CreateReleaseInput, UpdateReleaseInput } from './release-inputs.ts';
import { explaining, releaseNames, releaseNaming } from './release-refusals.ts';

const CreateReleasePayload = payloadType<{ release: ReleaseResource; created: boolean }>(
  'CreateReleasePayload',
  'Result of `createRelease`.',
  (t) => ({
    release: t.field({
      type: Release,
      description: 'The release, null if refused; what it knows of events is one call more.',
      ...costing({ gives: { members: ['version'] } }),
      resolve: ({ release }) => release,
    }),
    created: t.boolean({
      description: 'true: created, or extended by a project (201); false: it existed with all of them (208).',
      resolve: ({ created }) => created,
    }),
  }),
);

const UpdateReleasePayload = payloadType<{ release: ReleaseResource }>(
  'UpdateReleasePayload',
  'Result of `updateRelease`.',
  (t) => ({
    release: t.field({
      type: Release,
      description: 'The release, null if refused.',
      ...costing({ gives: { members: ['version'] } }),
      resolve: ({ release }) => release,
    }),
  }),
);

builder.mutationFields((t) => ({
  createRelease: t.field({
    type: CreateReleasePayload,
    description: 'Create a release, or add projects and commits to an existing one; repeating it is safe. One call.',
    args: { input: t.arg({ type: CreateReleaseInput, required: true, description: 'What to create.' }) },
    ...costing({ calls: oneCall }),
    resolve: writing(releaseNames, async ({ input }, write) => {
      const problems = new Problems();
      const owner = organizationNamed(input.organization, problems);
      checkVersion(input.version, problems);
      const projects = projectsNamed(input.projects, owner, problems);
      const changes = changesOf(input, problems);
      const { account, organization } = named(owner, problems);
      const { version } = input;
      const { row, created } = await explaining(
        write.send(
          account,
          [organization, version],
          (api) => createRelease(api, organization, { version, projects, ...changes }),
          { object: write.loaders(account).organizations.at(organization), field: 'organization' },
        ),
      );
      return { release: write.loaders(account).releases.of(organization, row), created };
    }),
  }),
  updateRelease: t.field({
    type: UpdateReleasePayload,
    description: 'Change a release. One call.',
    args: { input: t.arg({ type: UpdateReleaseInput, required: true, description: 'What to change.' }) },
    ...costing({ calls: oneCall }),
    resolve: writing(releaseNames, async ({ input }, write) => {
      const problems = new Problems();
      const found = objectNamed(input, releaseNaming, problems);
      refuseEmpty(input, problems);
      const changes = changesOf(input, problems);
      const { account, organization, name } = named(found, problems);
      const row = await explaining(
        write.send(account, [organization, name], (api) => updateRelease(api, organization, name, changes), {
          object: write.loaders(account).releases.at(organization, name),
          field: 'id',
        }),
      );
      return { release: write.loaders(account).releases.of(organization, row) };
    }),
  }),
}));
