import type { OrganizationChanges } from '../gateway/organizations.ts';
import { builder } from './builder.ts';
import { given } from './given.ts';
import { OrganizationRole } from './organization-role.ts';
import type { Problems } from './problems.ts';

const crashReports = [0, 1, 5, 10, 20, 50, 100, -1];

/** Settings of an organization to change. */
export const OrganizationSettingsInput = builder.inputType('OrganizationSettingsInput', {
  description: 'Settings of an organization to change; what is left out or null stays.',
  fields: (t) => ({
    defaultRole: t.field({ type: OrganizationRole, description: 'Role of new members; not BILLING or UNKNOWN.' }),
    openMembership: t.boolean({ description: 'Let members join any team.' }),
    allowJoinRequests: t.boolean({ description: 'Let people ask to join.' }),
    eventsMemberAdmin: t.boolean({ description: 'Let members delete events.' }),
    alertsMemberWrite: t.boolean({ description: 'Let members edit alerts.' }),
    allowSharedIssues: t.boolean({ description: 'Let issues be shared publicly.' }),
    enhancedPrivacy: t.boolean({ description: 'Keep personal data and source code out of mails.' }),
    dataScrubber: t.boolean({ description: 'Require data scrubbing in every project.' }),
    dataScrubberDefaults: t.boolean({ description: 'Apply the default scrubbers everywhere.' }),
    scrubIPAddresses: t.boolean({ description: 'Do not store IP addresses.' }),
    sensitiveFields: t.stringList({ description: 'Further field names to scrub; replaces the list.' }),
    safeFields: t.stringList({ description: 'Field names never to scrub; replaces the list.' }),
    scrapeJavaScript: t.boolean({ description: 'Fetch missing JavaScript source.' }),
    storeCrashReports: t.int({
      description: 'Native crash reports to keep per issue: 0, 1, 5, 10, 20, 50, 100 or -1 for all.',
    }),
  }),
});

type Settings = (typeof OrganizationSettingsInput)['$inferInput'];

/** Settings in Sentry's answers to their path in the input. */
export const organizationSettingNames: { readonly [N in keyof Settings]-?: `settings.${N}` } = {
  defaultRole: 'settings.defaultRole',
  openMembership: 'settings.openMembership',
  allowJoinRequests: 'settings.allowJoinRequests',
  eventsMemberAdmin: 'settings.eventsMemberAdmin',
  alertsMemberWrite: 'settings.alertsMemberWrite',
  allowSharedIssues: 'settings.allowSharedIssues',
  enhancedPrivacy: 'settings.enhancedPrivacy',
  dataScrubber: 'settings.dataScrubber',
  dataScrubberDefaults: 'settings.dataScrubberDefaults',
  scrubIPAddresses: 'settings.scrubIPAddresses',
  sensitiveFields: 'settings.sensitiveFields',
  safeFields: 'settings.safeFields',
  scrapeJavaScript: 'settings.scrapeJavaScript',
  storeCrashReports: 'settings.storeCrashReports',
};

const checkScrubbing = ({ sensitiveFields, safeFields }: Settings, problems: Problems): void => {
  for (const [name, fields] of Object.entries({ sensitiveFields, safeFields })) {
    for (const [index, field] of fields?.entries() ?? []) {
      problems.blank(field, 'settings', name, String(index));
      problems.characters(field, 'settings', name, String(index));
    }
  }
  const scrubbed = new Set(sensitiveFields?.map((field) => field.trim().toLowerCase()));
  for (const [index, field] of safeFields?.entries() ?? []) {
    if (field.trim() !== '' && scrubbed.has(field.trim().toLowerCase())) {
      const message = `"safeFields" and "sensitiveFields" both hold ${JSON.stringify(field.slice(0, 60))}: keep it in one.`;
      problems.add('CONTRADICTION', message, 'settings', 'safeFields', String(index));
    }
  }
};

/** Checks settings by the rules that Sentry documents, and gives them in its words. */
export const organizationSettings = (settings: Settings, problems: Problems): OrganizationChanges => {
  const { defaultRole, ...rest } = given(settings);
  if (defaultRole === 'BILLING' || defaultRole === 'UNKNOWN') {
    const message = `${defaultRole} is no role for new members: give MEMBER, ADMIN, MANAGER or OWNER.`;
    problems.add('INVALID', message, 'settings', 'defaultRole');
  }
  if (rest.storeCrashReports !== undefined && !crashReports.includes(rest.storeCrashReports)) {
    const message = `"storeCrashReports" cannot be ${rest.storeCrashReports}: give 0, 1, 5, 10, 20, 50, 100, or -1 for all.`;
    problems.add('INVALID', message, 'settings', 'storeCrashReports');
  }
  checkScrubbing(settings, problems);
  return { ...rest, ...(defaultRole && { defaultRole: defaultRole.toLowerCase() }) };
};
