import type { OrganizationRecord, ProjectRecord } from '../data/model.ts';
import { readForm } from '../form/body.ts';
import type { Form } from '../form/form.ts';
import { dictionary, flag, list, orNull, slug, text, whole } from '../form/values.ts';
import { organizationOf, projectOf } from '../lookup.ts';
import { projectDetail } from '../payloads/project.ts';
import { empty, insufficientScope, json, type Reply } from '../reply.ts';
import type { Scope } from '../scope.ts';
import { reservedSlugs } from '../slugs.ts';
import { isGranted } from '../switches.ts';
import { maxProjectSlug, platform } from './project-create.ts';

/** What whoever may only read a project may still write. */
const personal = new Set(['isBookmarked']);
const writers = ['project:write', 'project:admin'];

function readSlug(form: Form, organization: OrganizationRecord, project: ProjectRecord): string | undefined {
  const wanted = form.read('slug', slug(maxProjectSlug));
  if (wanted === undefined || wanted === project.slug) return wanted;
  if (reservedSlugs.has(wanted)) form.refuse('slug', `The slug "${wanted}" is reserved and not allowed.`);
  if (organization.projects.some((other) => other.slug === wanted)) {
    form.refuse('slug', `Another project (${wanted}) is already using that slug`);
  }
  return wanted;
}

function readSettings(form: Form): Record<string, unknown> {
  const resolveAge = form.read('resolveAge', orNull(whole()));
  const given = {
    subjectPrefix: form.read('subjectPrefix', text({ max: 200, blank: true })),
    subjectTemplate: form.read('subjectTemplate', text({ max: 200 })),
    resolveAge: resolveAge === null ? 0 : resolveAge,
    highlightContext: form.read('highlightContext', dictionary),
    highlightTags: form.read('highlightTags', list(text())),
    enableAutoReleaseCreation: form.read('enableAutoReleaseCreation', flag),
    scmSourceContextEnabled: form.read('scmSourceContextEnabled', flag),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function refuseReaders(scope: Scope, form: Form): void {
  if (isGranted(scope.switches, writers)) return;
  if (form.names().some((name) => !personal.has(name))) throw insufficientScope(writers);
}

/** The former slug goes on leading here, and nowhere else; short ids are made of the slug of the day. */
function rename(organization: OrganizationRecord, project: ProjectRecord, wanted: string): void {
  for (const other of organization.projects) {
    other.formerSlugs = other.formerSlugs.filter((former) => former !== project.slug && former !== wanted);
  }
  project.formerSlugs = [...project.formerSlugs, project.slug];
  project.slug = wanted;
  for (const issue of organization.issues) {
    if (issue.projectId !== project.id) continue;
    issue.shortId = wanted.toUpperCase() + issue.shortId.slice(issue.shortId.lastIndexOf('-'));
  }
}

/** `PUT /projects/{org}/{project}/`. */
export async function updateProject(scope: Scope): Promise<Reply> {
  const organization = organizationOf(scope);
  const project = await projectOf(scope, organization);
  const update = readForm(scope, (form) => {
    refuseReaders(scope, form);
    return {
      slug: readSlug(form, organization, project),
      name: form.read('name', text({ max: 200 })),
      platform: form.read('platform', orNull(platform)),
      isBookmarked: form.read('isBookmarked', flag),
      settings: readSettings(form),
    };
  });
  if (update.slug !== undefined && update.slug !== project.slug) rename(organization, project, update.slug);
  project.name = update.name ?? project.name;
  // As in Sentry, null and an empty text leave the platform as it is.
  project.platform = update.platform || project.platform;
  project.isBookmarked = update.isBookmarked ?? project.isBookmarked;
  project.settings = { ...project.settings, ...update.settings };
  return json(projectDetail(organization, project));
}

/** `DELETE /projects/{org}/{project}/`: gone from every read at once, with its issues; its slugs are free. */
export async function deleteProject(scope: Scope): Promise<Reply> {
  const organization = organizationOf(scope);
  const project = await projectOf(scope, organization);
  organization.projects.splice(organization.projects.indexOf(project), 1);
  organization.issues = organization.issues.filter(({ projectId }) => projectId !== project.id);
  for (const release of organization.releases) {
    release.projectIds = release.projectIds.filter((id) => id !== project.id);
  }
  return empty(204);
}
