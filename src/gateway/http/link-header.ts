/** One direction of a Link header: where it leads and whether Sentry says that there is something. */
export type LinkTarget = { readonly cursor: string; readonly results: boolean };

/** The pages before and after one, as Sentry's Link header names them; null where it names none. */
export type Links = { readonly previous: LinkTarget | null; readonly next: LinkTarget | null };

/**
 * Reads Sentry's Link header. Only `cursor` and `results` are taken: the URLs name Sentry's host, where our credential is void.
 * `<https://acme.sentry.io/...>; rel="next"; results="true"; cursor="0:100:0"`
 */
export const parseLinkHeader = (header: string | undefined): Links => {
  let previous: LinkTarget | null = null;
  let next: LinkTarget | null = null;
  for (const part of (header ?? '').split(/,\s*(?=<)/)) {
    const attributes = new Map(
      [...part.matchAll(/;\s*(\w+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]),
    );
    const cursor = attributes.get('cursor');
    if (cursor === undefined) continue;
    const target = { cursor, results: attributes.get('results') === 'true' };
    if (attributes.get('rel') === 'previous') previous = target;
    if (attributes.get('rel') === 'next') next = target;
  }
  return { previous, next };
};
