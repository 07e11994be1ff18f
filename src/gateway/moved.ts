import { CodedError } from './http/coded-error.ts';
import { identifiers } from './http/identifiers.ts';

/**
 * Reads something of a project under its slug. A renamed project answers 302 and names its new slug in the body; it is asked
 * once more under that slug, checked like any other input. `Location` is never used.
 */
export const underItsSlug = async <T>(project: string, get: (slug: string) => Promise<T>): Promise<T> => {
  try {
    return await get(project);
  } catch (error) {
    const slug = error instanceof CodedError ? error.movedTo : undefined;
    if (slug === undefined || slug === project) throw error;
    return get(identifiers.projectSlug(slug));
  }
};
