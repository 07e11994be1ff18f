/** Where sentry.io serves every organization. */
const base = (organization: string): string => `https://${organization.toLowerCase()}.sentry.io`;

/** Pages of Sentry's own interface, made from keys, so that they cost nothing. */
export const pages = {
  organization: (organization: string): string => `${base(organization)}/issues/`,
  project: (organization: string, project: string): string => `${base(organization)}/projects/${project}/`,
  issue: (organization: string, issue: string): string => `${base(organization)}/issues/${issue}/`,
  event: (organization: string, issue: string, event: string): string =>
    `${base(organization)}/issues/${issue}/events/${event}/`,
  projectEvent: (organization: string, project: string, event: string): string =>
    `${base(organization)}/projects/${project}/events/${event}/`,
  team: (organization: string, team: string): string => `${base(organization)}/settings/teams/${team}/`,
  member: (organization: string, member: string): string => `${base(organization)}/settings/members/${member}/`,
  release: (organization: string, version: string): string =>
    `${base(organization)}/releases/${encodeURIComponent(version)}/`,
} as const;
