import { type ByHand, pick, type Row, upper } from './rest.ts';

const userErrors: readonly never[] = [];

const createTeam: ByHand = async (rest, { organization, name }) => {
  const row = await rest.send('POST', `/organizations/${organization}/teams/`, { name });
  return { createTeam: { team: pick(row, 'id', 'slug', 'name'), userErrors } };
};

const updateTeam: ByHand = async (rest, { organization, team, name }) => {
  const row = await rest.send('PUT', `/teams/${organization}/${team}/`, { name });
  return { updateTeam: { team: pick(row, 'slug', 'name'), userErrors } };
};

const deleteTeam: ByHand = async (rest, { organization, team }) => {
  await rest.send('DELETE', `/teams/${organization}/${team}/`);
  return { deleteTeam: { organization: { slug: organization }, userErrors } };
};

const createProject: ByHand = async (rest, { organization, team, name, platform }) => {
  const row = await rest.send('POST', `/teams/${organization}/${team}/projects/`, { name, platform });
  const teams = row.teams.map((each: Row) => pick(each, 'slug'));
  return { createProject: { project: { ...pick(row, 'slug', 'name', 'platform'), id: row.slug, teams }, userErrors } };
};

const updateProject: ByHand = async (rest, { organization, project, name, slug }) => {
  const settings = { resolveAge: 336, highlightTags: ['release', 'url'], highlightContext: { user: ['id'] } };
  const body = { name, slug, isBookmarked: true, ...settings };
  const row = await rest.send('PUT', `/projects/${organization}/${project}/`, body);
  const changed = {
    ...pick(row, 'slug', 'name', 'isBookmarked'),
    id: row.slug,
    settings: pick(row, 'resolveAge', 'highlightTags', 'highlightContext'),
  };
  return { updateProject: { project: changed, userErrors } };
};

const deleteProject: ByHand = async (rest, { organization, project }) => {
  await rest.send('DELETE', `/projects/${organization}/${project}/`);
  return { deleteProject: { deletedId: project, organization: { slug: organization }, userErrors } };
};

const updateOrganization: ByHand = async (rest, { organization, name }) => {
  const settings = { enhancedPrivacy: true, scrubIPAddresses: true, sensitiveFields: ['iban'], storeCrashReports: 5 };
  const row = await rest.send('PUT', `/organizations/${organization}/`, { name, ...settings });
  const changed = { ...pick(row, 'slug', 'name'), id: row.slug, settings: pick(row, ...Object.keys(settings)) };
  return { updateOrganization: { organization: changed, userErrors } };
};

const createRelease: ByHand = async (rest, { input }) => {
  const { organization, version, projects, dateReleased, commits } = input;
  const body = {
    ...{ version, projects, dateReleased },
    commits: commits.map((commit: Row) => ({
      ...pick(commit, 'repository', 'message', 'timestamp'),
      ...{ id: commit.sha, author_name: commit.authorName, author_email: commit.authorEmail },
      patch_set: commit.patchSet.map(({ path, type }: Row) => ({ path, type: type[0] })),
    })),
  };
  const row = await rest.send('POST', `/organizations/${organization}/releases/`, body);
  const release = {
    ...pick(row, 'version', 'commitCount'),
    id: version,
    url: `https://${organization}.sentry.io/releases/${encodeURIComponent(version)}/`,
    lastCommit: { sha: row.lastCommit.id, message: row.lastCommit.message },
    projects: row.projects.map((project: Row) => ({ project: pick(project, 'slug') })),
  };
  return { createRelease: { created: true, release, userErrors } };
};

const updateRelease: ByHand = async (rest, { input: { organization, id, dateReleased, externalUrl } }) => {
  const path = `/organizations/${organization}/releases/${id}/`;
  const row = await rest.send('PUT', path, { dateReleased, url: externalUrl });
  const release = {
    ...pick(row, 'version', 'dateReleased'),
    ...{ id: row.version, externalUrl: row.url, status: upper(row.status) },
  };
  return { updateRelease: { release, userErrors } };
};

const deleteRelease: ByHand = async (rest, { input: { organization, id } }) => {
  await rest.send('DELETE', `/organizations/${organization}/releases/${id}/`);
  return { deleteRelease: { deletedId: id, organization: { slug: organization }, userErrors } };
};

const createDeploy: ByHand = async (rest, { input: { organization, release, environment } }) => {
  const path = `/organizations/${organization}/releases/${release}/`;
  const row = await rest.send('POST', `${path}deploys/`, { environment });
  const { version, deployCount } = await rest.get(path);
  const deploy = {
    ...pick(row, 'environment', 'dateFinished'),
    databaseId: row.id,
    release: { id: version, version, deployCount },
  };
  return { createDeploy: { deploy, userErrors } };
};

export const changes: Readonly<Record<string, ByHand>> = {
  'create-deploy': createDeploy,
  'create-project': createProject,
  'create-release': createRelease,
  'create-team': createTeam,
  'delete-project': deleteProject,
  'delete-release': deleteRelease,
  'delete-team': deleteTeam,
  'update-organization': updateOrganization,
  'update-project': updateProject,
  'update-release': updateRelease,
  'update-team': updateTeam,
};
