import { describe, expect, test } from 'vitest';
import { createConnections, createMirrorWorlds, createWorlds } from '../../src/sandbox/data/index.ts';
import type { IssueRecord, OrganizationRecord, World } from '../../src/sandbox/data/model.ts';

const DAY = 86_400_000;
const now = Date.parse('2026-09-01T12:00:00Z');
const worlds = createWorlds({ now });
const organizations = worlds.flatMap((world) => world.organizations);
const issues = organizations.flatMap((organization) => organization.issues);
const events = issues.flatMap((issue) => issue.events);

function found<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('Expected the sandbox to hold this.');
  return value;
}

const organizationOf = (slug: string): OrganizationRecord => found(organizations.find((one) => one.slug === slug));
const issueOf = (shortId: string): IssueRecord => found(issues.find((one) => one.shortId === shortId));
const acme = organizationOf('acme');

/** Everything plain of a world, bodies of the newest events included. */
function snapshot(world: World): unknown {
  const bodies = world.organizations.flatMap(({ issues: all }) => all.map((issue) => issue.events[0]?.body()));
  return JSON.parse(JSON.stringify({ world, bodies }));
}

describe('createWorlds', () => {
  test('the same moment gives the same worlds', () => {
    const [first, second] = createWorlds({ now });
    expect(snapshot(found(first))).toEqual(snapshot(found(worlds[0])));
    expect(snapshot(found(second))).toEqual(snapshot(found(worlds[1])));
  });

  test('another moment moves every time along and changes nothing else', () => {
    const later = found(createWorlds({ now: now + DAY })[0]);
    const moved = found(later.organizations[0]);
    expect(moved.issues.map(({ id, lastSeen }) => [id, lastSeen - DAY])).toEqual(
      acme.issues.map(({ id, lastSeen }) => [id, lastSeen]),
    );
    expect(moved.issues.flatMap((issue) => issue.events.map(({ id }) => id))).toEqual(
      acme.issues.flatMap((issue) => issue.events.map(({ id }) => id)),
    );
  });

  test('there are as many issues as promised', () => {
    expect(organizations.map(({ slug, issues: all }) => [slug, all.length])).toEqual([
      ['acme', 480],
      ['globex', 90],
      ['troubled', 10],
      ['initech', 60],
    ]);
    expect(acme.projects.length).toBeGreaterThanOrEqual(12);
    expect(acme.teams.length).toBeGreaterThanOrEqual(8);
    expect(acme.members.filter(({ user }) => user !== null).length).toBeGreaterThanOrEqual(20);
    expect(acme.releases.length).toBeGreaterThanOrEqual(80);
  });

  test('three of five issues are unresolved, and every status and kind occurs', () => {
    const unresolved = issues.filter(({ status }) => status === 'unresolved').length / issues.length;
    expect(unresolved).toBeGreaterThan(0.55);
    expect(unresolved).toBeLessThan(0.7);
    expect(new Set(acme.issues.map(({ status }) => status))).toEqual(
      new Set(['unresolved', 'resolved', 'ignored', 'pending_deletion', 'pending_merge', 'reprocessing']),
    );
    expect(new Set(acme.issues.map(({ type }) => type))).toEqual(
      new Set(['default', 'error', 'csp', 'transaction', 'generic', 'feedback']),
    );
    const details = new Set(acme.issues.flatMap(({ statusDetails }) => Object.keys(statusDetails)));
    for (const key of [
      'inRelease',
      'inNextRelease',
      'inCommit',
      'autoResolved',
      'ignoreCount',
      'ignoreUntil',
      'actor',
      'pendingEvents',
    ]) {
      expect(details).toContain(key);
    }
  });

  test('ids are unique', () => {
    const unique = (ids: (string | number)[]): void => expect(new Set(ids).size).toBe(ids.length);
    unique(issues.map(({ id }) => id));
    unique(events.map(({ id }) => id));
    unique(organizations.flatMap(({ projects }) => projects.map(({ id }) => id)));
    unique(organizations.flatMap(({ teams }) => teams.map(({ id }) => id)));
    unique(organizations.flatMap(({ members }) => members.map(({ id }) => id)));
    unique(organizations.flatMap(({ releases }) => releases.map(({ id }) => id)));
    unique(organizations.flatMap(({ releases }) => releases.flatMap(({ deploys }) => deploys.map(({ id }) => id))));
    for (const organization of organizations) {
      unique(organization.issues.map(({ shortId }) => shortId));
      unique(organization.releases.map(({ version }) => version));
    }
    expect(issues.every(({ id }) => /^\d+$/.test(id))).toBe(true);
    expect(events.every(({ id, hash }) => /^[0-9a-f]{32}$/.test(id) && /^[0-9a-f]{32}$/.test(hash))).toBe(true);
  });

  test('a short id is the slug and a number in base 32 without I, L, O and U', () => {
    for (const organization of organizations) {
      const slugs = new Map(organization.projects.map(({ id, slug }) => [id, slug.toUpperCase()]));
      for (const { projectId, shortId } of organization.issues) {
        const at = shortId.lastIndexOf('-');
        expect(shortId.slice(0, at)).toBe(slugs.get(projectId));
        expect(shortId.slice(at + 1)).toMatch(/^[0-9A-HJKMNP-TV-Z]+$/);
      }
    }
  });

  test('several issues were last seen in the same millisecond', () => {
    const moments = [...new Set(acme.issues.map(({ lastSeen }) => lastSeen))];
    const ties = moments
      .map((moment) => acme.issues.filter(({ lastSeen }) => lastSeen === moment))
      .filter((tied) => tied.length >= 5);
    expect(ties.length).toBeGreaterThanOrEqual(3);
    expect(ties.flat().filter(({ status }) => status === 'unresolved').length).toBeGreaterThan(15);
  });

  test('one issue was seen more often than 32 bits count', () => {
    expect(Math.max(...acme.issues.map(({ timesSeen }) => timesSeen))).toBe(3_000_000_000);
    expect(Math.min(...acme.issues.map(({ timesSeen }) => timesSeen))).toBe(1);
  });

  test('some issues are messy', () => {
    expect(issues.some(({ culprit }) => culprit === null)).toBe(true);
    expect(issues.some(({ platform }) => platform === null)).toBe(true);
    expect(issues.some(({ type, metadata }) => type === 'error' && Object.keys(metadata).join() === 'title')).toBe(
      true,
    );
    expect(issues.some(({ issueType }) => issueType.startsWith('experimental'))).toBe(true);
    expect(issues.some(({ substatus }) => substatus === 'snoozed_by_policy')).toBe(true);
  });

  test('jane@acme.com was hit in several projects within a day', () => {
    const hit = events.filter(({ user, date }) => user?.email === 'jane@acme.com' && date > now - DAY);
    expect(new Set(hit.map(({ projectId }) => projectId)).size).toBeGreaterThanOrEqual(3);
  });
});

describe('events', () => {
  test('an issue holds all its events, or twenty at least', () => {
    for (const issue of issues) {
      if (issue.mergedInto === null) expect(issue.events.length).toBeGreaterThanOrEqual(Math.min(20, issue.timesSeen));
      else expect(issue.events).toEqual([]);
      expect(issue.timesSeen).toBeGreaterThanOrEqual(issue.events.length);
      expect(issue.timesSeen).toBeGreaterThanOrEqual(issue.usersSeen);
    }
    expect(issueOf('CHECKOUT-API-1A').events).toHaveLength(260);
  });

  test('they come newest first, between first and last seen, and agree with the ends', () => {
    for (const issue of issues.filter(({ mergedInto }) => mergedInto === null)) {
      const dates = issue.events.map(({ date }) => date);
      expect(dates).toEqual([...dates].sort((a, b) => b - a));
      expect(dates[0]).toBe(issue.lastSeen);
      expect(dates.at(-1)).toBeGreaterThanOrEqual(issue.firstSeen);
      expect(issue.lastSeen).toBeLessThan(now);
      expect(issue.events[0]?.release).toBe(issue.lastRelease);
      if (dates.at(-1) === issue.firstSeen) expect(issue.events.at(-1)?.release).toBe(issue.firstRelease);
    }
    expect(events.filter(({ date }) => date > now - 90 * DAY).length / events.length).toBeGreaterThan(0.9);
  });

  test('hashes stand in the order of their latest event', () => {
    for (const issue of issues) expect([...new Set(issue.events.map(({ hash }) => hash))]).toEqual(issue.hashes);
  });

  test('tags repeat what the head says', () => {
    for (const event of events) {
      const tags = new Map(event.tags.map(({ key, value }) => [key, value]));
      expect(tags.size).toBe(event.tags.length);
      expect(tags.get('environment')).toBe(event.environment);
      expect(tags.get('level')).toBe(event.level);
      expect(tags.get('release') ?? null).toBe(event.release);
      expect(tags.has('user')).toBe(event.user !== null);
    }
  });

  test('a body is the same each time, and below a hundred kilobytes', () => {
    for (const issue of issues) {
      const [event] = issue.events;
      if (event === undefined) continue;
      const text = JSON.stringify(event.body());
      expect(JSON.stringify(event.body())).toBe(text);
      expect(text.length).toBeLessThan(100_000);
    }
  });

  test('each platform has the entries that its programs send', () => {
    const entryTypes = (shortId: string): string[] =>
      found(issueOf(shortId).events[0])
        .body()
        .entries.map(({ type }) => type);
    expect(entryTypes('STOREFRONT-14')).toEqual(['exception', 'breadcrumbs', 'request']);
    expect(entryTypes('PAYMENTS-1A')).toEqual(['exception', 'breadcrumbs', 'request']);
    expect(entryTypes('MOBILE-ANDROID-1A')).toEqual(['exception', 'threads', 'breadcrumbs']);
    expect(entryTypes('KIOSK-NATIVE-1A')).toEqual(['exception', 'threads', 'breadcrumbs', 'debugmeta']);
    expect(entryTypes('PAYMENTS-1C')).toEqual(['spans', 'request']);
    const csp = found(acme.issues.find(({ type }) => type === 'csp'));
    expect(entryTypes(csp.shortId)).toEqual(['csp', 'request']);
    const feedback = found(acme.issues.find(({ type }) => type === 'feedback'));
    expect(found(feedback.events[0]).body().occurrence).toMatchObject({ type: 6001, issueTitle: 'User Feedback' });
  });

  test('an exception chain begins with the innermost cause and ends with the title', () => {
    const [entry] = found(issueOf('PAYMENTS-1A').events[0]).body().entries;
    expect(entry).toMatchObject({
      data: {
        values: [
          { type: 'DeadlockDetected' },
          { type: 'OperationalError' },
          { type: 'PaymentCaptureError', mechanism: { handled: false } },
        ],
      },
    });
  });
});

describe('releases', () => {
  test('events and issues name only releases of their project', () => {
    for (const organization of organizations) {
      const projectsOf = new Map(organization.releases.map(({ version, projectIds }) => [version, projectIds]));
      for (const issue of organization.issues) {
        const versions = new Set([
          issue.firstRelease,
          issue.lastRelease,
          ...issue.events.map(({ release }) => release),
        ]);
        for (const version of versions) {
          if (version !== null) expect(projectsOf.get(version)).toContain(issue.projectId);
        }
      }
    }
  });

  test('their parts exist: projects, repositories, owners', () => {
    for (const { releases, projects, repositories, members } of organizations) {
      const projectIds = projects.map(({ id }) => id);
      const repositoryIds = repositories.map(({ id }) => id);
      const userIds = members.flatMap(({ user }) => (user === null ? [] : [user.id]));
      for (const release of releases) {
        expect(projectIds).toEqual(expect.arrayContaining(release.projectIds));
        if (release.ownerUserId !== null) expect(userIds).toContain(release.ownerUserId);
        for (const commit of release.commits) expect(repositoryIds).toContain(commit.repositoryId);
        const finished = release.deploys.map(({ dateFinished }) => dateFinished);
        expect(finished).toEqual([...finished].sort((a, b) => b - a));
        expect(release.version).not.toMatch(/[\r\n\f\t/\\]/);
      }
    }
  });

  test('2.4.0 brought new issues, holds continuing ones, and was deployed again', () => {
    const release = found(acme.releases.find(({ version }) => version === '2.4.0'));
    const brought = acme.issues.filter(({ firstRelease }) => firstRelease === '2.4.0');
    const continuing = acme.issues.filter(
      ({ firstRelease, lastRelease }) => lastRelease === '2.4.0' && firstRelease !== '2.4.0',
    );
    expect(release.projectIds).toHaveLength(3);
    expect(release.commits).toHaveLength(12);
    expect(brought.length).toBeGreaterThan(5);
    expect(continuing.length).toBeGreaterThan(5);
    expect(release.deploys.filter(({ environment }) => environment === 'production').length).toBeGreaterThan(1);
  });

  test('versions hold every odd character that Sentry allows', () => {
    const all = acme.releases.map(({ version }) => version).join('\n');
    for (const odd of [' ', '?', '#', '%', '+', '@', '(', '[', ',', 'ß', '日']) expect(all).toContain(odd);
    expect(acme.releases.some(({ version }) => /^[0-9a-f]{40}$/.test(version))).toBe(true);
    expect(acme.releases.some(({ status }) => status === 'archived')).toBe(true);
    expect(acme.releases.some(({ deploys }) => deploys.length === 0)).toBe(true);
  });
});

describe('organizations', () => {
  test('references lead somewhere', () => {
    for (const { issues: all, projects, teams, members } of organizations) {
      const teamIds = teams.map(({ id }) => id);
      const memberIds = members.map(({ id }) => id);
      const userIds = members.flatMap(({ user }) => (user === null ? [] : [user.id]));
      for (const team of teams)
        expect(memberIds).toEqual(expect.arrayContaining(team.members.map(({ memberId }) => memberId)));
      for (const project of projects) expect(teamIds).toEqual(expect.arrayContaining(project.teamIds));
      for (const issue of all) {
        expect(projects.map(({ id }) => id)).toContain(issue.projectId);
        if (issue.assignedTo !== null)
          expect(issue.assignedTo.type === 'user' ? userIds : teamIds).toContain(issue.assignedTo.id);
        if (issue.mergedInto !== null) expect(all.map(({ id }) => id)).toContain(issue.mergedInto);
        for (const entry of issue.activity) if (entry.user !== null) expect(userIds).toContain(entry.user.id);
      }
    }
  });

  test('the viewer is a member, with projects of their own and projects of others', () => {
    for (const world of worlds) {
      for (const { members } of world.organizations)
        expect(members.some(({ user }) => user?.id === world.viewer.id)).toBe(true);
    }
    expect(acme.projects.some(({ isMember }) => isMember)).toBe(true);
    expect(acme.projects.some(({ isMember }) => !isMember)).toBe(true);
  });

  test('invitations are pending, expired and requested', () => {
    const invitations = acme.members.filter(({ user }) => user === null);
    expect(invitations.some(({ expired }) => expired)).toBe(true);
    expect(new Set(invitations.map(({ inviteStatus }) => inviteStatus))).toEqual(
      new Set(['approved', 'requested_to_be_invited', 'requested_to_join']),
    );
  });

  test('the troubled one names its troubles', () => {
    const troubled = organizationOf('troubled');
    expect(
      troubled.projects.map(({ slug, trouble, formerSlugs }) => [slug, trouble ?? formerSlugs[0] ?? null]),
    ).toEqual([
      ['forbidden-project', 'forbidden'],
      ['slow-project', 'slow'],
      ['rate-limited-project', 'rate-limited'],
      ['renamed-project', 'old-name'],
      ['odd-issues', null],
    ]);
    expect(issueOf('ODD-ISSUES-3').mergedInto).toBe(issueOf('ODD-ISSUES-2').id);
    expect(issueOf('ODD-ISSUES-4').status).toBe('pending_deletion');
    expect(issueOf('ODD-ISSUES-1').events.map((event) => event.body().entries[0]?.data)).toContain(null);
  });
});

describe('createMirrorWorlds', () => {
  const [original, mirror] = createMirrorWorlds({ now }).map((world) => found(world));

  test('the mirror has other texts and the same ids', () => {
    const [first, second] = [found(original), found(mirror)];
    expect(second.connection.id).not.toBe(first.connection.id);
    const ids = (world: World): unknown =>
      world.organizations.map(({ slug, projects, issues: all }) => [
        slug,
        projects.map((project) => [project.id, project.slug]),
        all.map((issue) => [issue.id, issue.shortId, issue.events.map(({ id }) => id)]),
      ]);
    expect(ids(second)).toEqual(ids(first));
    const texts = (world: World): (string | null)[] =>
      world.organizations.flatMap(({ name, projects, teams, members, issues: all }) => [
        name,
        ...projects.map((project) => project.name),
        ...teams.map((team) => team.name),
        ...members.map(({ user }) => user?.name ?? null),
        ...all.flatMap((issue) => [
          issue.title,
          issue.culprit,
          ...issue.events.flatMap(({ title, message }) => [title, message]),
        ]),
      ]);
    const marked = texts(second);
    texts(first).forEach((text, index) => {
      expect(marked[index]).toBe(text === null ? null : `${text} (mirror)`);
    });
  });

  test('bodies say whose they are', () => {
    const issue = found(found(mirror).organizations[0]?.issues.find(({ shortId }) => shortId === 'PAYMENTS-1A'));
    expect(JSON.stringify(found(issue.events[0]).body().entries)).toContain('failed after 3 attempts (mirror)');
  });
});

describe('createConnections', () => {
  test('those of the worlds come first, then a pending and a failed one', () => {
    const connections = createConnections(worlds, now);
    expect(connections.map(({ status }) => status)).toEqual(['ACTIVE', 'ACTIVE', 'PENDING', 'FAILED']);
    expect(connections[0]?.dateCreated).toBeLessThan(connections[1]?.dateCreated ?? 0);
    expect(connections[2]?.dateUpdated).toBeNull();
    expect(new Set(connections.map(({ id }) => id)).size).toBe(4);
  });
});
