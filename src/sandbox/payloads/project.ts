import type { OrganizationRecord, ProjectRecord, ReleaseRecord, TeamRecord } from '../data/model.ts';
import { hashText } from '../data/random.ts';
import { isVisible } from '../lookup.ts';
import { iso, isoOrNull } from '../time.ts';
import { access } from './access.ts';
import { avatar } from './avatar.ts';
import { organizationSummary } from './organization.ts';

type Payload = Record<string, unknown>;

/** What an issue or a release knows of a project. */
export function projectStub(project: ProjectRecord): Payload {
  return { id: project.id, name: project.name, slug: project.slug, platform: project.platform };
}

/** The flags and names that every project payload has. */
function projectCommon(project: ProjectRecord): Payload {
  return {
    id: project.id,
    slug: project.slug,
    name: project.name,
    platform: project.platform,
    dateCreated: iso(project.dateCreated),
    isBookmarked: project.isBookmarked,
    isMember: project.isMember,
    features: ['alert-filters', 'custom-inbound-filters', 'releases'],
    firstEvent: isoOrNull(project.firstEvent),
    firstTransactionEvent: project.firstEvent !== null,
    access,
    hasAccess: isVisible(project),
    hasFeedbacks: false,
    hasFlags: false,
    hasMinifiedStackTrace: false,
    hasMonitors: false,
    hasNewFeedbacks: false,
    hasProfiles: false,
    hasReplays: false,
    hasSessions: project.hasSessions,
    hasInsightsHttp: false,
    hasInsightsDb: false,
    hasInsightsAssets: false,
    hasInsightsAppStart: false,
    hasInsightsScreenLoad: false,
    hasInsightsVitals: false,
    hasInsightsCaches: false,
    hasInsightsQueues: false,
    hasInsightsAgentMonitoring: false,
    hasInsightsMCP: false,
    hasLogs: false,
    hasTraceMetrics: false,
  };
}

function looks(project: ProjectRecord): Payload {
  const color = (hashText(project.slug) & 0xffffff).toString(16).padStart(6, '0');
  return { isInternal: false, isPublic: false, avatar: avatar(), color: `#${color}`, status: 'active' };
}

/** The row that a team carries of its projects. */
export function projectBaseRow(project: ProjectRecord): Payload {
  return { ...projectCommon(project), ...looks(project) };
}

function teamStub({ id, name, slug }: TeamRecord): Payload {
  return { id, name, slug };
}

function teamsOf(organization: OrganizationRecord, project: ProjectRecord): Payload {
  const teams = organization.teams.filter(({ id }) => project.teamIds.includes(id)).map(teamStub);
  return { team: teams[0] ?? null, teams };
}

function newestRelease(organization: OrganizationRecord, project: ProjectRecord): ReleaseRecord | undefined {
  return organization.releases
    .filter(({ projectIds }) => projectIds.includes(project.id))
    .sort((a, b) => b.dateCreated - a.dateCreated)[0];
}

function latestRelease(organization: OrganizationRecord, project: ProjectRecord): Payload | null {
  const release = newestRelease(organization, project);
  return release === undefined ? null : { version: release.version };
}

function latestDeploys(organization: OrganizationRecord, project: ProjectRecord): Payload | null {
  const deploys = organization.releases
    .flatMap(({ version, deploys }) => deploys.map((deploy) => ({ version, deploy })))
    .filter(({ deploy }) => deploy.projectIds.includes(project.id))
    .sort((a, b) => a.deploy.dateFinished - b.deploy.dateFinished);
  if (deploys.length === 0) return null;
  return Object.fromEntries(
    deploys.map(({ version, deploy }) => [deploy.environment, { version, dateFinished: iso(deploy.dateFinished) }]),
  );
}

/** A project in a list. */
export function projectRow(
  organization: OrganizationRecord,
  project: ProjectRecord,
  collapse: readonly string[] = [],
): Payload {
  const { features, ...common } = projectCommon(project);
  return {
    ...common,
    features: collapse.includes('unusedFeatures') ? [] : features,
    ...teamsOf(organization, project),
    platforms: project.platforms,
    hasUserReports: false,
    environments: project.environments.filter(({ isHidden }) => !isHidden).map(({ name }) => name),
    latestRelease: latestRelease(organization, project),
    ...(collapse.includes('latestDeploys') ? {} : { latestDeploys: latestDeploys(organization, project) }),
  };
}

/** A project with its settings. */
export function projectDetail(organization: OrganizationRecord, project: ProjectRecord): Payload {
  const token = hashText(project.id).toString(16).padStart(8, '0').repeat(4);
  return {
    ...projectBaseRow(project),
    ...teamsOf(organization, project),
    latestRelease: latestRelease(organization, project),
    options: { 'sentry:resolve_age': 0, 'mail:subject_prefix': '', 'filters:releases': '', 'feedback:branding': true },
    digestsMinDelay: 300,
    digestsMaxDelay: 1800,
    subjectPrefix: '',
    allowedDomains: ['*'],
    resolveAge: 0,
    dataScrubber: true,
    dataScrubberDefaults: true,
    safeFields: [],
    storeCrashReports: null,
    sensitiveFields: [],
    subjectTemplate: '$shortID - $title',
    securityToken: token,
    securityTokenHeader: null,
    verifySSL: false,
    scrubIPAddresses: false,
    scrapeJavaScript: true,
    enableAutoReleaseCreation: true,
    highlightTags: ['environment', 'release'],
    highlightContext: {},
    highlightPreset: { tags: [], context: {} },
    groupingConfig: 'newstyle:2023-01-11',
    derivedGroupingEnhancements: '',
    groupingEnhancements: '',
    secondaryGroupingExpiry: 0,
    secondaryGroupingConfig: null,
    fingerprintingRules: '',
    organization: organizationSummary(organization),
    platforms: project.platforms,
    processingIssues: 0,
    defaultEnvironment: null,
    relayPiiConfig: null,
    builtinSymbolSources: [],
    dynamicSamplingBiases: null,
    symbolSources: '[]',
    isDynamicallySampled: false,
    tempestFetchScreenshots: false,
    autofixAutomationTuning: 'off',
    seerScannerAutomation: false,
    seerNightshiftTweaks: null,
    scmSourceContextEnabled: false,
    debugFilesRole: null,
    ...project.settings,
  };
}
