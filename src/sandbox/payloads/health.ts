import type { OrganizationRecord, ProjectRecord, ReleaseRecord } from '../data/model.ts';
import { hashText } from '../data/random.ts';
import { DAY, HOUR, iso } from '../time.ts';

type Payload = Record<string, unknown>;

/** The numbers that sorts of releases go by. */
export type Health = {
  sessions: number;
  users: number;
  sessions24h: number;
  users24h: number;
  crashFreeSessions: number;
  crashFreeUsers: number;
  adoption: number;
};

/** A number from 0 up to 1 that belongs to a text. */
function share(text: string): number {
  return hashText(text) / 4_294_967_296;
}

function percent(value: number): number {
  return Number((value * 100).toFixed(3));
}

/** The sessions of a release in a project; null where the project sends none. */
export function healthOf(release: ReleaseRecord, project: ProjectRecord): Health | null {
  if (!project.hasSessions || release.isUnused === true) return null;
  const key = `${release.version} ${project.id}`;
  const sessions = 400 + Math.floor(share(`${key} sessions`) * 60_000);
  const users = Math.ceil(sessions * (0.3 + share(`${key} users`) * 0.4));
  const crashes = 0.0005 + share(`${key} crashes`) * 0.03;
  return {
    sessions,
    users,
    sessions24h: Math.floor(sessions * share(`${key} today`) * 0.3),
    users24h: Math.floor(users * share(`${key} today`) * 0.3),
    crashFreeSessions: percent(1 - crashes),
    crashFreeUsers: percent(1 - Math.min(1, crashes * 1.4)),
    adoption: percent(0.02 + share(`${key} adoption`) * 0.9),
  };
}

const none = {
  durationP50: null,
  durationP90: null,
  crashFreeUsers: null,
  crashFreeSessions: null,
  totalUsers: null,
  totalUsers24h: null,
  totalProjectUsers24h: null,
  totalSessions: null,
  totalSessions24h: null,
  totalProjectSessions24h: null,
  adoption: null,
  sessionsAdoption: null,
  sessionsCrashed: 0,
  sessionsErrored: 0,
  hasHealthData: false,
  stats: {},
};

function hourly(total: number, now: number): Payload {
  const last = now - (now % HOUR);
  const points = Array.from({ length: 24 }, (_, hour) => [(last - (23 - hour) * HOUR) / 1000, Math.floor(total / 24)]);
  return { '24h': points };
}

/** `healthData` of a release in a project. */
export function healthData(release: ReleaseRecord, project: ProjectRecord, now: number): Payload {
  const health = healthOf(release, project);
  if (health === null) return none;
  const crashed = Math.round(health.sessions * (1 - health.crashFreeSessions / 100));
  const key = `${release.version} ${project.id}`;
  return {
    durationP50: Math.round(20 + share(`${key} p50`) * 200),
    durationP90: Math.round(300 + share(`${key} p90`) * 2000),
    crashFreeUsers: health.crashFreeUsers,
    crashFreeSessions: health.crashFreeSessions,
    totalUsers: health.users,
    totalUsers24h: health.users24h,
    totalProjectUsers24h: health.users24h * 3,
    totalSessions: health.sessions,
    totalSessions24h: health.sessions24h,
    totalProjectSessions24h: health.sessions24h * 3,
    adoption: health.adoption,
    sessionsAdoption: health.adoption,
    sessionsCrashed: crashed,
    sessionsErrored: crashed * 2,
    hasHealthData: true,
    stats: hourly(health.sessions24h, now),
  };
}

/** Where a release stands in a project: `low`, `adopted` or `replaced`. */
export function stageOf(organization: OrganizationRecord, release: ReleaseRecord, project: ProjectRecord): string {
  const versions = organization.releases
    .filter(({ projectIds }) => projectIds.includes(project.id))
    .sort((a, b) => b.dateCreated - a.dateCreated);
  const index = versions.indexOf(release);
  return index === 0 ? 'low' : index <= 2 ? 'adopted' : 'replaced';
}

/** `adoptionStages` of a release, by project slug. */
export function adoptionStages(
  organization: OrganizationRecord,
  release: ReleaseRecord,
  projects: readonly ProjectRecord[],
): Payload {
  return Object.fromEntries(
    projects.map((project) => {
      const stage = stageOf(organization, release, project);
      return [
        project.slug,
        {
          stage,
          adopted: stage === 'low' ? null : iso(release.dateCreated + HOUR),
          unadopted: stage === 'replaced' ? iso(release.dateCreated + 14 * DAY) : null,
        },
      ];
    }),
  );
}
