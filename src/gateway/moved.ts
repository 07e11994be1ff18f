import { badResponse, CodedError } from './http/coded-error.ts';
import { identifiers } from './http/identifiers.ts';

/** The new slug of a renamed project, which only Sentry can have got wrong. */
const newSlug = (slug: string): string => {
  try {
    return identifiers.projectSlug(slug);
  } catch (error) {
    throw badResponse('Sentry says that the project was renamed, but not to what.', error);
  }
};

/**
 * Reads something by a project's path. A renamed project answers 302 and names its new slug in the body; it is asked once more
 * under that slug, checked like any other input. `Location` is never used. `moved` is told the new slug.
 */
export const underItsSlug = async <T>(
  project: string,
  get: (slug: string) => Promise<T>,
  moved: (slug: string) => void = () => {},
): Promise<T> => {
  try {
    return await get(project);
  } catch (error) {
    if (!(error instanceof CodedError) || error.movedTo === undefined || error.movedTo === project) throw error;
    const slug = newSlug(error.movedTo);
    moved(slug);
    return get(slug);
  }
};
