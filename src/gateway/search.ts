import { badInput } from './http/coded-error.ts';

/** Parameters of a list, absent ones left out. */
export const parameters = (
  values: Readonly<Record<string, string | number | boolean | readonly string[] | null | undefined>>,
): [string, string][] =>
  Object.entries(values).flatMap(([name, value]): [string, string][] => {
    if (value === null || value === undefined) return [];
    if (typeof value === 'boolean') return [[name, value ? '1' : '0']];
    if (typeof value === 'object') return value.map((item): [string, string] => [name, item]);
    return [[name, String(value)]];
  });

/**
 * A word or phrase for Sentry's token search of organizations, projects, teams and members (`search/utils.py` tokenize_query):
 * quoted, so that a colon in it does not make it a key. That search knows no escaping.
 */
export const phrase = (text: string): string => {
  if (text.includes('"'))
    throw badInput('A search here may not contain double quotes: Sentry has no way to escape them.');
  return /^[\p{L}\p{N}_-]+$/u.test(text) && !/^(and|or)$/i.test(text) ? text : `"${text}"`;
};

/** `key:a key:b`, which that search reads as any of them. */
export const anyOf = (key: string, values: readonly string[] | null | undefined): string[] =>
  (values ?? []).map((value) => `${key}:${value}`);
