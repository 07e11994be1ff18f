import type { OrganizationRecord, UserRecord } from '../data/model.ts';
import { iso } from '../time.ts';
import { access, orgRoleList, teamRoleList } from './access.ts';
import { avatar } from './avatar.ts';

/** An organization as lists and other payloads carry it. */
export function organizationSummary(organization: OrganizationRecord): Record<string, unknown> {
  return {
    id: organization.id,
    slug: organization.slug,
    status: { id: 'active', name: 'active' },
    name: organization.name,
    dateCreated: iso(organization.dateCreated),
    isEarlyAdopter: organization.isEarlyAdopter,
    require2FA: organization.require2FA,
    avatar: avatar(),
    links: { organizationUrl: `https://${organization.slug}.sentry.io`, regionUrl: 'https://us.sentry.io' },
    hasAuthProvider: false,
    allowMemberInvite: true,
    allowMemberProjectCreation: true,
    allowSuperuserAccess: false,
  };
}

/** An organization with its settings; without teams and projects, which only the full detail adds. */
export function organizationDetail(organization: OrganizationRecord, viewer: UserRecord): Record<string, unknown> {
  const role = organization.members.find(({ user }) => user?.id === viewer.id)?.orgRole ?? 'member';
  return {
    ...organizationSummary(organization),
    role,
    orgRole: role,
    access,
    onboardingTasks: [
      {
        task: 'create_project',
        status: 'complete',
        completionSeen: null,
        dateCompleted: iso(organization.dateCreated),
        data: {},
      },
    ],
    experiments: {},
    isDefault: false,
    defaultRole: 'member',
    orgRoleList: orgRoleList(),
    teamRoleList: teamRoleList(),
    openMembership: true,
    allowSharedIssues: true,
    enhancedPrivacy: false,
    dataScrubber: true,
    dataScrubberDefaults: true,
    sensitiveFields: [],
    safeFields: [],
    storeCrashReports: 0,
    attachmentsRole: 'member',
    debugFilesRole: 'admin',
    eventsMemberAdmin: true,
    alertsMemberWrite: true,
    scrubIPAddresses: false,
    scrapeJavaScript: true,
    allowJoinRequests: true,
    relayPiiConfig: null,
    relayDsnEndpoint: null,
    trustedRelays: [],
    pendingAccessRequests: 0,
    hideAiFeatures: false,
    aggregatedDataConsent: false,
    isDynamicallySampled: false,
    issueAlertsThreadFlag: true,
    metricAlertsThreadFlag: true,
    requiresSso: false,
    defaultAutofixAutomationTuning: 'off',
    defaultSeerScannerAutomation: false,
    enableSeerCoding: false,
    defaultCodingAgent: 'seer',
    defaultCodingAgentIntegrationId: null,
    defaultAutomatedRunStoppingPoint: 'code_changes',
    autoEnableCodeReview: false,
    autoOpenPrs: false,
    defaultCodeReviewTriggers: [],
    extraOptions: { traces: { spansExtractionDate: iso(organization.dateCreated) } },
    ...organization.settings,
  };
}
