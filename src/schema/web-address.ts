import { badInput } from '../gateway/http/coded-error.ts';
import { shown } from '../gateway/http/identifiers.ts';
import type { Problems } from './problems.ts';

/** What Sentry's columns for addresses hold; a longer one is an internal error of Sentry's. */
export const addressLength = 200;

const webAddress = (value: string): string => {
  if (URL.canParse(value) && /^https?:\/\/\S+$/i.test(value)) return value;
  throw badInput(`${shown(value)} is no address of a page: give an absolute http or https address.`);
};

/** Notes what is wrong with an address that is to be shown beside an object. */
export const checkAddress = (value: string | null | undefined, problems: Problems, ...field: string[]): void => {
  problems.text(value, addressLength, ...field);
  if (value?.trim()) problems.check(value, webAddress, ...field);
};
