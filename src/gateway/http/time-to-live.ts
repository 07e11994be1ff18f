/**
 * How many seconds an answer of an endpoint family is fresh. For as long again it may be served while a new one is fetched.
 * Families that are not listed are not kept: those of Maton's control plane, whose answers hold secrets.
 */
const seconds: Readonly<Record<string, number>> = {
  organizations: 300,
  organization: 300,
  'organization.projects': 120,
  project: 120,
  'project.environments': 300,
  'organization.environments': 300,
  'team.projects': 120,
  'organization.teams': 300,
  team: 300,
  'team.members': 300,
  'organization.members': 300,
  member: 300,
  'organization.releases': 60,
  release: 60,
  'release.deploys': 60,
  'release.commits': 300,
  'organization.issues': 5,
  issue: 5,
  'issue.bare': 5,
  'issue.events': 10,
  'issue.event': 10,
  'issue.hashes': 30,
  'issue.tags': 30,
  'issue.tag': 30,
  'organization.events': 10,
  eventid: 60,
  'project.events': 10,
  'project.event': 60,
};

/** How long an answer of a family is fresh, in milliseconds; 0 is not at all. */
export const timeToLive = (family: string): number => (seconds[family] ?? 0) * 1_000;
