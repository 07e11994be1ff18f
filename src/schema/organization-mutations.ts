import { identifiers } from '../gateway/http/identifiers.ts';
import { type OrganizationChanges, updateOrganization } from '../gateway/organizations.ts';
import type { Organization as OrganizationResource } from '../loaders/organizations.ts';
import { builder } from './builder.ts';
import { costing, oneCall } from './field-cost.ts';
import { given, nothingGiven } from './given.ts';
import { payloadType, writing } from './mutation.ts';
import { named, organizationNamed } from './named.ts';
import { Organization } from './organization.ts';
import {
  OrganizationSettingsInput,
  organizationSettingNames,
  organizationSettings,
} from './organization-settings-input.ts';
import { Problems } from './problems.ts';

const nameLength = 64;
const slugLength = 50;

const UpdateOrganizationInput = builder.inputType('UpdateOrganizationInput', {
  description: 'Changes to an organization; what is left out or null stays.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'Node id or slug of the organization.' }),
    name: t.string({ description: `New display name, at most ${nameLength} characters.` }),
    slug: t.string({
      description: `New slug, at most ${slugLength} characters; changes every node id of the organization, and the former slug leads nowhere.`,
    }),
    isEarlyAdopter: t.boolean({ description: 'Try features early.' }),
    require2FA: t.boolean({ description: 'Require two-factor authentication.' }),
    settings: t.field({ type: OrganizationSettingsInput, description: 'Settings to change.' }),
  }),
});

const UpdateOrganizationPayload = payloadType<{ organization: OrganizationResource }>(
  'UpdateOrganizationPayload',
  'Result of `updateOrganization`.',
  (t) => ({
    organization: t.field({
      type: Organization,
      description: 'The organization under its slug of now, settings included; null if refused.',
      ...costing({ gives: { parts: ['summary', 'detail'] } }),
      resolve: ({ organization }) => organization,
    }),
  }),
);

const names = {
  name: 'name',
  slug: 'slug',
  isEarlyAdopter: 'isEarlyAdopter',
  require2FA: 'require2FA',
  ...organizationSettingNames,
};

type Changes = Omit<(typeof UpdateOrganizationInput)['$inferInput'], 'id'>;

/** Checks changes by the rules that Sentry documents, and gives them in its words. */
const changesOf = ({ settings, ...plain }: Changes, problems: Problems): OrganizationChanges => {
  const changes = given(plain);
  problems.text(changes.name, nameLength, 'name');
  problems.blank(changes.slug, 'slug');
  problems.length(changes.slug, slugLength, 'slug');
  if (changes.slug?.trim() && changes.slug.length <= slugLength) {
    problems.check(changes.slug, identifiers.organization, 'slug');
  }
  if (nothingGiven(plain, settings)) problems.add('REQUIRED', 'Nothing to change: give at least one change.');
  return { ...changes, ...organizationSettings(settings ?? {}, problems) };
};

builder.mutationField('updateOrganization', (t) =>
  t.field({
    type: UpdateOrganizationPayload,
    description: 'Change an organization. One call; its answer holds the settings.',
    args: { input: t.arg({ type: UpdateOrganizationInput, required: true, description: 'What to change.' }) },
    ...costing({ calls: oneCall }),
    resolve: writing(names, async ({ input: { id, ...input } }, write) => {
      const problems = new Problems();
      const found = organizationNamed(id, problems, 'id');
      const body = changesOf(input, problems);
      const { account, organization } = named(found, problems);
      const row = await write.send(account, [organization], (api) => updateOrganization(api, organization, body), {
        object: write.loaders(account).organizations.at(organization),
        field: 'id',
      });
      return { organization: write.loaders(account).organizations.detailed(row) };
    }),
  }),
);
