/**
 * What each workload must answer, and the REST calls that a careful person would make for it by hand: as few, as early. The
 * hand-written client runs these over undici; the bench runs them over the fixed data to check every contender's answer.
 */

/** Brings the parsed JSON at a path below `/api/0`. */
// biome-ignore lint/suspicious/noExplicitAny: code written by hand for one answer reads its JSON as it is.
export type Get = (path: string) => Promise<any>;

type Row = Awaited<ReturnType<Get>>;

const upper = (word: string): string => word.toUpperCase();
const base = '/organizations/bench/';

const issueInList = (row: Row) => ({
  shortId: row.shortId,
  title: row.title,
  culprit: row.culprit,
  level: upper(row.level),
  status: upper(row.status),
  count: Number(row.lifetime.count),
  userCount: row.lifetime.userCount,
  firstSeen: row.lifetime.firstSeen,
  lastSeen: row.lifetime.lastSeen,
  assignee: row.assignedTo && { name: row.assignedTo.name },
});

const issueAlone = (row: Row) => {
  const { shortId, title, culprit, level, status, assignee, ...counts } = issueInList(row);
  const { priority, platform, type, substatus } = row;
  return {
    ...{ shortId, title, culprit, level, status, substatus: upper(substatus), priority: upper(priority), platform },
    ...{ type: upper(type), ...counts, assignee },
  };
};

const oneIssue = async (get: Get) => ({ issue: issueAlone(await get(`${base}issues/5001/`)) });

const projectsAndIssues = async (get: Get) => {
  const [organization, projects] = await Promise.all([get(base), get(`${base}projects/?per_page=10`)]);
  const nodes = projects.map(async ({ id, slug, name, platform }: Row) => {
    const rows = await get(`${base}issues/?query=is:unresolved&project=${id}&limit=10`);
    return { slug, name, platform, issues: { nodes: rows.map(issueInList) } };
  });
  return { organization: { name: organization.name, projects: { nodes: await Promise.all(nodes) } } };
};

const flatIssues = async (get: Get) => {
  const rows = await get(`${base}issues/?query=is:unresolved&project=-1&limit=100`);
  const nodes = rows.map((row: Row) => ({
    ...issueInList(row),
    project: { slug: row.project.slug, name: row.project.name },
  }));
  return { organization: { issues: { nodes } } };
};

const latestEvent = async (get: Get, { id }: Row) => {
  const event = await get(`${base}issues/${id}/events/latest/`);
  const tags = event.tags.map(({ key, value }: Row) => ({ key, value }));
  const { title, dateCreated, platform } = event;
  return { databaseId: event.eventID, title, dateCreated, platform, user: { email: event.user.email }, tags };
};

const eventsAndDeploys = async (get: Get) => {
  const project = async ({ id, slug }: Row) => {
    const rows = await get(`${base}issues/?query=is:unresolved&project=${id}&limit=5`);
    const nodes = rows.map(async (row: Row) => ({
      shortId: row.shortId,
      title: row.title,
      count: Number(row.lifetime.count),
      latestEvent: await latestEvent(get, row),
    }));
    return { slug, issues: { nodes: await Promise.all(nodes) } };
  };
  const release = async ({ version, dateCreated }: Row) => {
    const deploys = await get(`${base}releases/${version}/deploys/?per_page=3`);
    const nodes = deploys.map(({ environment, name, dateFinished }: Row) => ({ environment, name, dateFinished }));
    return { version, dateCreated, deploys: { nodes } };
  };
  const [organization, projects, releases] = await Promise.all([
    get(base),
    get(`${base}projects/?per_page=5`).then((rows) => Promise.all(rows.map(project))),
    get(`${base}releases/?per_page=5`).then((rows) => Promise.all(rows.map(release))),
  ]);
  return { organization: { name: organization.name, projects: { nodes: projects }, releases: { nodes: releases } } };
};

const severalIssues = async (get: Get) => {
  const rows = await Promise.all(Array.from({ length: 20 }, (_, index) => get(`${base}issues/${5_000 + index}/`)));
  return Object.fromEntries(rows.map((row, index) => [`i${index}`, { shortId: row.shortId, title: row.title }]));
};

const issueNumbered = (index: number) => async (get: Get) => {
  const { shortId, title } = await get(`${base}issues/${5_000 + index}/`);
  return { issue: { shortId, title } };
};

/** Answers by the name of the workload; `index` tells the clients of one apart that ask for different things. */
export const answers: Readonly<Record<string, (get: Get, index: number) => Promise<unknown>>> = {
  W1: oneIssue,
  W2: projectsAndIssues,
  W3: flatIssues,
  W4: eventsAndDeploys,
  W5: projectsAndIssues,
  keys: severalIssues,
  clients: (get, index) => issueNumbered(index)(get),
};
