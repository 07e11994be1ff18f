/** A slug made of a name: lower case, without accents, with hyphens. */
export function slugify(name: string, max: number): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9_\s-]/g, '')
    .trim()
    .replaceAll(/[-\s]+/g, '-')
    .replaceAll(/^[-_]+|[-_]+$/g, '')
    .slice(0, max);
  return /^\d*$/.test(plain) ? `${plain === '' ? 'unnamed' : plain}-x` : plain;
}

/** A slug like the given one that nobody has. */
export function freeSlug(wanted: string, isTaken: (slug: string) => boolean): string {
  let slug = wanted;
  for (let count = 2; isTaken(slug); count++) slug = `${wanted}-${count}`;
  return slug;
}

/** Words that would be mistaken for paths. */
export const reservedSlugs: ReadonlySet<string> = new Set([
  'api-keys',
  'audit-log',
  'auth',
  'billing',
  'integrations',
  'legal',
  'members',
  'new',
  'payments',
  'projects',
  'rate-limits',
  'repos',
  'settings',
  'stats',
  'subscription',
  'support',
  'teams',
  'usage',
]);
