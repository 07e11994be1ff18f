const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A project's slug and a number in Sentry's base 32 (Crockford's alphabet): `CHECKOUT-API-1A`. */
export function shortId(slug: string, number: number): string {
  let text = '';
  for (let rest = number; rest > 0; rest = Math.floor(rest / 32)) text = digits.charAt(rest % 32) + text;
  return `${slug.toUpperCase()}-${text || '0'}`;
}
