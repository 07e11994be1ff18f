import { identifiers, isNumeric } from '../gateway/http/identifiers.ts';
import { createTeam, deleteTeam, type TeamChanges, updateTeam } from '../gateway/teams.ts';
import type { Team as TeamResource } from '../loaders/teams.ts';
import { builder } from './builder.ts';
import { deletionTypes } from './deletion.ts';
import { costing, deletionCalls, oneCall } from './field-cost.ts';
import { payloadType, writing } from './mutation.ts';
import { type Naming, named, objectNamed, organizationNamed } from './named.ts';
import { nodeIdOf } from './node-id.ts';
import { Problems } from './problems.ts';
import { Team } from './team.ts';

/** How an input names a team. */
export const naming: Naming = { code: 't', parts: ['organization', 'number'], within: 'team', what: 'a team' };

const slugLength = 50;
const nameLength = 64;

type Changes = { readonly slug?: string | null | undefined; readonly name?: string | null | undefined };

/** Checks slug and name by the rules that Sentry documents. */
const changesOf = ({ slug, name }: Changes, problems: Problems): TeamChanges => {
  problems.length(slug, slugLength, 'slug');
  problems.length(name, nameLength, 'name');
  problems.blank(name, 'name');
  const checked = slug && slug.length <= slugLength ? problems.check(slug, identifiers.teamSlug, 'slug') : null;
  if (slug === '') problems.blank(slug, 'slug');
  if (!slug && !name) problems.add('REQUIRED', 'Give "slug" or "name".');
  return { ...(checked && { slug: checked }), ...(name && { name }) };
};

const givesTeam = costing({ gives: { parts: ['summary'] } });

const names = { slug: 'slug', name: 'name' };

const CreateTeamInput = builder.inputType('CreateTeamInput', {
  description: 'A team to create; `slug` or `name` is needed.',
  fields: (t) => ({
    organization: t.id({ required: true, description: 'Node id or slug of the organization.' }),
    slug: t.string({ description: `Slug, at most ${slugLength} characters; made from the name if left out.` }),
    name: t.string({ description: `Display name, at most ${nameLength} characters.` }),
  }),
});

const CreateTeamPayload = payloadType<{ team: TeamResource }>('CreateTeamPayload', 'Result of `createTeam`.', (t) => ({
  team: t.field({ type: Team, description: 'The team, null if refused.', ...givesTeam, resolve: ({ team }) => team }),
}));

const UpdateTeamInput = builder.inputType('UpdateTeamInput', {
  description: 'Changes to a team; what is left out stays.',
  fields: (t) => ({
    organization: t.string({ description: 'Slug of the organization; leave out if `id` is a node id.' }),
    id: t.id({ required: true, description: 'Node id, or slug or numeric id with `organization`.' }),
    slug: t.string({ description: `New slug, at most ${slugLength} characters.` }),
    name: t.string({ description: `New display name, at most ${nameLength} characters.` }),
  }),
});

const UpdateTeamPayload = payloadType<{ team: TeamResource }>('UpdateTeamPayload', 'Result of `updateTeam`.', (t) => ({
  team: t.field({ type: Team, description: 'The team, null if refused.', ...givesTeam, resolve: ({ team }) => team }),
}));

const { DeleteInput, DeletePayload } = deletionTypes({
  name: 'Team',
  what: 'a team',
  id: 'Node id, or slug or numeric id with `organization`.',
  deletedId: 'Node id of the deleted team; one call more, before the deletion, if it was named by slug.',
});

builder.mutationFields((t) => ({
  createTeam: t.field({
    type: CreateTeamPayload,
    description: "Create a team; the linked account's user becomes a member. One call.",
    args: { input: t.arg({ type: CreateTeamInput, required: true, description: 'What to create.' }) },
    ...costing({ calls: oneCall }),
    resolve: writing(names, async ({ input }, write) => {
      const problems = new Problems();
      const owner = organizationNamed(input.organization, problems);
      const body = changesOf(input, problems);
      const { account, organization } = named(owner, problems);
      const row = await write.send(account, [organization], (api) => createTeam(api, organization, body), {
        object: write.loaders(account).organizations.at(organization),
        field: 'organization',
      });
      return { team: write.loaders(account).teams.of(organization, row) };
    }),
  }),
  updateTeam: t.field({
    type: UpdateTeamPayload,
    description: 'Change a team. One call.',
    args: { input: t.arg({ type: UpdateTeamInput, required: true, description: 'What to change.' }) },
    ...costing({ calls: oneCall }),
    resolve: writing(names, async ({ input }, write) => {
      const problems = new Problems();
      const found = objectNamed(input, naming, problems);
      const body = changesOf(input, problems);
      const { account, organization, name } = named(found, problems);
      const row = await write.send(account, [organization, name], (api) => updateTeam(api, organization, name, body), {
        object: write.loaders(account).teams.at(organization, name),
        field: 'id',
      });
      return { team: write.loaders(account).teams.of(organization, row) };
    }),
  }),
  deleteTeam: t.field({
    type: DeletePayload,
    description: 'Delete a team; its projects stay, and Sentry finishes later. One call.',
    args: { input: t.arg({ type: DeleteInput, required: true, description: 'What to delete.' }) },
    ...costing({ calls: deletionCalls }),
    resolve: writing({}, async ({ input }, write) => {
      const problems = new Problems();
      const { account, organization, name } = named(objectNamed(input, naming, problems), problems);
      const team = write.loaders(account).teams.at(organization, name);
      const number = isNumeric(name) ? name : await write.before('deletedId', team, 'id');
      await write.remove(account, [organization, name], team, (api) => deleteTeam(api, organization, name));
      const loaders = write.loaders(account);
      return {
        deletedId: number && nodeIdOf(loaders, 't', organization, number),
        organization: loaders.organizations.at(organization),
      };
    }),
  }),
}));
