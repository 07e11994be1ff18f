import { isNumeric } from '../gateway/http/identifiers.ts';
import type { OrganizationKey } from '../gateway/keys.ts';
import { type Page, rowsBy } from '../gateway/page.ts';
import type { Row } from '../gateway/read.ts';
import { eachGroup, type Found, type Wanted } from './batch.ts';

/** Names of things of one kind, all numbers or all slugs: Sentry reads `id:` and `slug:` in one query as "and". */
export type Names = { readonly ids: readonly string[] } | { readonly slugs: readonly string[] };

/** What tells keys apart that one list call cannot name together. */
export const namingOf =
  <K extends OrganizationKey>(nameOf: (key: K) => string) =>
  (key: K): string =>
    `${key.organization}/${isNumeric(nameOf(key)) ? 'id' : 'slug'}`;

/** Runs `batch` once for each organization and way of naming its things. */
export const eachNaming = <K extends OrganizationKey>(
  wanted: readonly Wanted<K>[],
  nameOf: (key: K) => string,
  batch: (group: readonly Wanted<K>[]) => Promise<Found>,
): Promise<Found> => eachGroup(wanted, namingOf(nameOf), batch);

/** Reads keys of such a group by one list call. */
export const listNamed = async <K extends OrganizationKey>(
  run: readonly Wanted<K>[],
  nameOf: (key: K) => string,
  list: (organization: string, names: Names) => Promise<Page>,
): Promise<Map<string, Row>> => {
  const organization = run[0]?.key.organization ?? '';
  const values = run.map(({ key }) => nameOf(key));
  const numbers = isNumeric(values[0] ?? '');
  const page = await list(organization, numbers ? { ids: values } : { slugs: values });
  return new Map([...rowsBy(page, numbers ? 'id' : 'slug')].map(([name, row]) => [`${organization}/${name}`, row]));
};
