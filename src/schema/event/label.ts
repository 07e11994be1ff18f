import { member, type Row } from '../../gateway/read.ts';

/** A text its type cannot do without: empty where Sentry gave none, for a failure there would cost the whole list. */
export const label =
  (name: string) =>
  (from: Row): string => {
    const value = member(from, name);
    return typeof value === 'string' ? value : '';
  };
