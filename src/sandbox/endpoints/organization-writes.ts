import type { OrganizationRecord } from '../data/model.ts';
import { readForm } from '../form/body.ts';
import type { Form } from '../form/form.ts';
import type { Read } from '../form/invalid.ts';
import { choice, dictionary, flag, list, matching, orNull, text, whole } from '../form/values.ts';
import { organizationOf } from '../lookup.ts';
import { json, type Reply, refuse } from '../reply.ts';
import type { Scope } from '../scope.ts';
import { reservedSlugs } from '../slugs.ts';
import { wholeOrganization } from './organizations.ts';

const slugForm = /^(?![0-9]+$)[a-zA-Z0-9][a-zA-Z0-9-]*(?<!-)$/;
const slugMessage =
  'Enter a valid slug consisting of letters, numbers, or hyphens. It cannot be entirely numeric or start/end with a hyphen.';
const roles = choice(['member', 'admin', 'manager', 'owner']);

const settings = new Map<string, Read<unknown>>([
  ['hideAiFeatures', flag],
  ['defaultRole', roles],
  ['openMembership', flag],
  ['eventsMemberAdmin', flag],
  ['alertsMemberWrite', flag],
  ['attachmentsRole', roles],
  ['debugFilesRole', roles],
  ['allowSharedIssues', flag],
  ['enhancedPrivacy', flag],
  ['scrapeJavaScript', flag],
  ['storeCrashReports', choice([0, 1, 5, 10, 20, 50, 100, -1])],
  ['allowJoinRequests', flag],
  ['dataScrubber', flag],
  ['dataScrubberDefaults', flag],
  ['sensitiveFields', list(text())],
  ['safeFields', list(text())],
  ['scrubIPAddresses', flag],
  ['relayPiiConfig', orNull(text({ blank: true }))],
  ['trustedRelays', list(dictionary)],
  ['relayDsnEndpoint', orNull(text({ blank: true }))],
  ['issueAlertsThreadFlag', flag],
  ['metricAlertsThreadFlag', flag],
]);

/** Settings that the plan does not have. */
const gated = new Map<string, Read<unknown>>([
  ['hasGranularReplayPermissions', flag],
  ['replayAccessMembers', orNull(list(whole()))],
]);

const avatarLimit = 1024 * 1024;

function readSlug(form: Form, scope: Scope, organization: OrganizationRecord): string | undefined {
  const slug = form.read('slug', matching(slugForm, slugMessage, 50));
  if (slug === undefined || slug === organization.slug) return slug;
  if (reservedSlugs.has(slug.toLowerCase())) form.refuse('slug', `This slug "${slug}" is reserved and not allowed.`);
  const isTaken = scope.world.organizations.some((other) => other !== organization && other.slug === slug);
  if (isTaken) form.refuse('slug', `The slug "${slug}" is already in use.`);
  return slug;
}

function readSettings(form: Form, readers: ReadonlyMap<string, Read<unknown>>): Record<string, unknown> {
  const given = [...readers].map(([name, reader]) => [name, form.read(name, reader)] as const);
  return Object.fromEntries(given.filter(([, value]) => value !== undefined));
}

/** `PUT /organizations/{org}/`: answers with everything, teams and projects too. */
export function updateOrganization(scope: Scope): Reply {
  const organization = organizationOf(scope);
  const update = readForm(scope, (form) => ({
    slug: readSlug(form, scope, organization),
    name: form.read('name', text({ max: 64 })),
    isEarlyAdopter: form.read('isEarlyAdopter', flag),
    require2FA: form.read('require2FA', flag),
    avatarType: form.read('avatarType', choice(['letter_avatar', 'upload'])),
    avatar: form.read('avatar', text()),
    settings: readSettings(form, settings),
    gated: readSettings(form, gated),
  }));
  if (Object.keys(update.gated).length > 0) {
    throw refuse(403, 'Your organization does not have the feature that this setting belongs to.');
  }
  if ((update.avatar?.length ?? 0) > avatarLimit) throw refuse(413, 'Image too large.');
  organization.slug = update.slug ?? organization.slug;
  organization.name = update.name ?? organization.name;
  organization.isEarlyAdopter = update.isEarlyAdopter ?? organization.isEarlyAdopter;
  organization.require2FA = update.require2FA ?? organization.require2FA;
  const { avatarType } = update;
  const avatar = avatarType === undefined ? {} : { avatar: { avatarType, avatarUuid: null, avatarUrl: null } };
  organization.settings = { ...organization.settings, ...update.settings, ...avatar };
  return json(wholeOrganization(scope, organization));
}
