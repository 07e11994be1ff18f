import type { Api } from './api.ts';
import { CodedError } from './http/coded-error.ts';
import { identifiers } from './http/identifiers.ts';
import { type Page, type Place, readPage, readRow } from './page.ts';
import { payload } from './payload.ts';
import { flag, integer, json, list, type Row, rows, text, time } from './read.ts';
import { anyOf, parameters, phrase } from './search.ts';

/**
 * A project. `summary` stands in list rows and detail; `features` in both, but lists compute it at a price and are asked to
 * only where it is selected; `detail` in detail alone. A stub inside an issue carries `id name slug platform`.
 */
export const projectPayload = payload({
  summary: {
    id: text,
    slug: text,
    name: text,
    platform: text,
    platforms: list(text),
    dateCreated: time,
    firstEvent: time,
    isBookmarked: flag,
    isMember: flag,
    hasAccess: flag,
    teams: rows,
  },
  features: { features: list(text) },
  detail: {
    subjectPrefix: text,
    subjectTemplate: text,
    resolveAge: integer,
    defaultEnvironment: text,
    enableAutoReleaseCreation: flag,
    scmSourceContextEnabled: flag,
    highlightTags: list(text),
    highlightContext: json,
    allowedDomains: list(text),
    dataScrubber: flag,
    dataScrubberDefaults: flag,
    scrubIPAddresses: flag,
    sensitiveFields: list(text),
    safeFields: list(text),
    groupingConfig: text,
    fingerprintingRules: text,
  },
});

export type ProjectFilter = {
  readonly search?: string | null;
  readonly slugs?: readonly string[] | null;
  readonly ids?: readonly string[] | null;
  readonly team?: string | null;
};

/** GET `/organizations/{organization}/projects/`. `parts` are those wanted beyond `summary`; the rest is collapsed. */
export const listProjects = async (
  api: Api,
  organization: string,
  { search, slugs, ids, team }: ProjectFilter,
  parts: ReadonlySet<string>,
  { size, cursor }: Place,
  level: string,
): Promise<Page> => {
  const terms = [
    ...anyOf('slug', slugs),
    ...anyOf('id', ids),
    ...(team ? [`team:${team}`] : []),
    ...(search ? [phrase(search)] : []),
  ];
  const answer = await api.get({
    family: 'organization.projects',
    template: '/organizations/{organization}/projects/',
    segments: { organization },
    query: parameters({
      query: terms.join(' ') || null,
      collapse: ['latestDeploys', ...(parts.has('features') ? [] : ['unusedFeatures'])],
      per_page: size,
      cursor,
    }),
    level,
  });
  return readPage(answer, ['id', 'slug', 'name']);
};

/**
 * GET `/projects/{organization}/{project}/`. A renamed project answers 302 and names its new slug in the body; it is asked
 * once more under that slug, checked like any other input. `Location` is never used.
 */
export const getProject = async (api: Api, organization: string, project: string, level: string): Promise<Row> => {
  const get = async (slug: string) =>
    readRow(
      await api.get({
        family: 'project',
        template: '/projects/{organization}/{project}/',
        segments: { organization, project: slug },
        level,
      }),
    );
  try {
    return await get(project);
  } catch (error) {
    const slug = error instanceof CodedError ? error.movedTo : undefined;
    if (slug === undefined || slug === project) throw error;
    return get(identifiers.projectSlug(slug));
  }
};
