import type { EventHead, IssueRecord, OrganizationRecord, ProjectRecord, ReleaseRecord, UserRecord } from './model.ts';
import { randomFor } from './random.ts';
import { shortId } from './short-id.ts';
import { DAY, HOUR, MINUTE } from './time.ts';

const user = (id: string, name: string, email: string, now: number): UserRecord => ({
  id,
  name,
  username: email,
  email,
  dateJoined: now - 400 * DAY,
  lastLogin: now - HOUR,
  has2fa: true,
  isActive: true,
});

export function starterOrganization(
  now: number,
  slug: string,
  base: number,
): { viewer: UserRecord; organization: OrganizationRecord } {
  const viewer = user(String(base + 1), 'Jane Cooper', `jane@${slug}.com`, now);
  const projects: ProjectRecord[] = ['storefront', 'checkout-api', 'payments'].map((name, i) => ({
    id: String(base * 10 + i),
    slug: name,
    name,
    platform: 'python-django',
    platforms: ['python'],
    dateCreated: now - 300 * DAY,
    firstEvent: now - 299 * DAY,
    teamIds: [String(base + 500)],
    environments: [
      { id: '1', name: 'production', isHidden: false },
      { id: '2', name: 'staging', isHidden: false },
    ],
    isBookmarked: i === 1,
    isMember: i !== 2,
    hasSessions: true,
    formerSlugs: [],
  }));
  const issues: IssueRecord[] = projects.flatMap((project, p) =>
    Array.from({ length: 12 }, (_, i): IssueRecord => {
      const random = randomFor(`${slug}:${project.slug}:${i}`);
      const id = String(base * 1000 + p * 100 + i);
      const title = `OperationalError: deadlock detected ${i}`;
      const lastSeen = now - random.int(1, 40) * HOUR;
      const firstSeen = lastSeen - 20 * DAY;
      const hash = random.hex(32);
      const metadata = { type: 'OperationalError', value: `deadlock detected ${i}` };
      const events: EventHead[] = Array.from(
        { length: 25 },
        (_, k): EventHead => ({
          id: random.hex(32),
          issueId: id,
          projectId: project.id,
          hash,
          date: lastSeen - k * 12 * HOUR,
          title,
          message: title,
          location: 'app.py',
          culprit: 'app in main',
          platform: 'python',
          type: 'error',
          environment: 'production',
          release: '2.4.0',
          level: 'error',
          user: { id: '1', email: `jane@${slug}.com`, username: null, name: null, ip_address: null },
          tags: [
            { key: 'environment', value: 'production' },
            { key: 'level', value: 'error' },
            { key: 'release', value: '2.4.0' },
          ],
          metadata,
          body: () => ({
            entries: [
              {
                type: 'exception',
                data: {
                  values: [
                    {
                      type: 'OperationalError',
                      value: 'deadlock',
                      module: null,
                      mechanism: null,
                      threadId: null,
                      stacktrace: null,
                      rawStacktrace: null,
                    },
                  ],
                  excOmitted: null,
                  hasSystemFrames: false,
                },
              },
            ],
            contexts: {},
            context: {},
            packages: {},
            errors: [],
            sdk: null,
            dist: null,
            size: 1000,
            fingerprints: [hash],
            occurrence: null,
          }),
        }),
      );
      return {
        id,
        projectId: project.id,
        shortId: shortId(project.slug, i + 1),
        title,
        culprit: 'app in main',
        type: 'error',
        issueType: 'error',
        issueCategory: 'error',
        level: 'error',
        logger: null,
        platform: 'python',
        metadata,
        status: i % 4 === 3 ? 'resolved' : 'unresolved',
        substatus: i % 4 === 3 ? null : 'ongoing',
        statusDetails: {},
        priority: 'medium',
        assignedTo: null,
        timesSeen: 100 + i,
        usersSeen: 5,
        firstSeen,
        lastSeen,
        firstRelease: '2.4.0',
        lastRelease: '2.4.0',
        isUnhandled: true,
        isBookmarked: false,
        isSubscribed: false,
        hasSeen: true,
        numComments: 0,
        annotations: [],
        owners: [],
        activity: [],
        hashes: [hash],
        mergedInto: null,
        events,
      };
    }),
  );
  const release: ReleaseRecord = {
    id: base + 900,
    version: '2.4.0',
    status: 'open',
    ref: null,
    url: null,
    dateCreated: now - 40 * DAY,
    dateReleased: now - 40 * DAY,
    firstEvent: now - 39 * DAY,
    lastEvent: now - HOUR,
    projectIds: projects.map((project) => project.id),
    ownerUserId: null,
    data: {},
    commits: [],
    deploys: [
      {
        id: String(base + 950),
        environment: 'production',
        projectIds: projects.map((project) => project.id),
        name: null,
        url: null,
        dateStarted: null,
        dateFinished: now - 40 * DAY + MINUTE,
      },
    ],
  };
  return {
    viewer,
    organization: {
      id: String(base),
      slug,
      name: slug,
      dateCreated: now - 900 * DAY,
      isEarlyAdopter: false,
      require2FA: false,
      teams: [
        {
          id: String(base + 500),
          slug: 'payments',
          name: 'Payments',
          dateCreated: now - 300 * DAY,
          members: [{ memberId: String(base + 700), teamRole: 'admin' }],
        },
      ],
      members: [
        {
          id: String(base + 700),
          email: viewer.email,
          user: viewer,
          orgRole: 'owner',
          dateCreated: now - 300 * DAY,
          expired: false,
          inviteStatus: 'approved',
          inviterName: null,
          ssoLinked: false,
          idpProvisioned: false,
        },
      ],
      projects,
      issues,
      releases: [release],
      repositories: [],
    },
  };
}
