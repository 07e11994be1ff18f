import { identifiers } from '../gateway/http/identifiers.ts';
import type { Naming } from './named.ts';
import type { Problems } from './problems.ts';

/** How an input names a project. */
export const projectNaming: Naming = {
  code: 'p',
  parts: ['organization', 'projectSlug'],
  within: 'project',
  what: 'a project',
};

/** How long the slug of a project may be. */
export const projectSlugLength = 100;

type Fields = {
  readonly name?: string | null | undefined;
  readonly slug?: string | null | undefined;
  readonly platform?: string | null | undefined;
};

/** Checks what every project has by the rules that Sentry documents. */
export const checkProject = ({ name, slug, platform }: Fields, nameLength: number, problems: Problems): void => {
  problems.text(name, nameLength, 'name');
  problems.blank(slug, 'slug');
  problems.length(slug, projectSlugLength, 'slug');
  if (slug?.trim() && slug.length <= projectSlugLength) problems.check(slug, identifiers.projectSlug, 'slug');
  problems.blank(platform, 'platform');
  problems.characters(platform, 'platform');
};
