import type { Api } from './api.ts';
import { badResponse, CodedError } from './http/coded-error.ts';
import { limits } from './limits.ts';
import { readRow } from './page.ts';
import { payload } from './payload.ts';
import { member, optional, type Row, row, rows, text, time } from './read.ts';
import { parameters } from './search.ts';

/** An OAuth link as Maton's control plane gives it. `url` is the address that finishes a pending one: a secret. */
export const linkedAccountPayload = payload({
  link: {
    connection_id: text,
    status: text,
    creation_time: time,
    last_updated_time: time,
    url: text,
  },
});

/** What an unknown account, one of another key and one that may not be chosen here all read like. */
export const unknownAccount = (account: string): CodedError =>
  new CodedError(
    'LINKED_ACCOUNT_NOT_FOUND',
    `There is no usable linked account "${account}" here: use one that \`linkedAccounts\` lists.`,
  );

const isSentry = (link: Row): boolean => (optional(link, 'app', text) ?? 'sentry') === 'sentry';

/**
 * GET `/connections`: every link of the Maton account, oldest first. Maton documents no paging; where an answer names a
 * further page (`next_token` or `cursor`), it is followed.
 */
export const listLinkedAccounts = async (api: Api, status: string | null, level: string): Promise<Row[]> => {
  const links: Row[] = [];
  let further: [string, string][] = [];
  for (let page = 0; page < limits.linkedAccountPages; page += 1) {
    const answer = readRow(
      await api.get({
        family: 'linked-accounts',
        plane: 'control',
        template: '/connections',
        segments: {},
        query: [...parameters({ app: 'sentry', status }), ...further],
        level,
      }),
    );
    if (!Array.isArray(member(answer, 'connections'))) throw badResponse('Maton answered without a list of links.');
    links.push(...rows(member(answer, 'connections')).filter(isSentry));
    const next = ['next_token', 'cursor'].find((name) => (optional(answer, name, text) ?? '') !== '');
    if (next === undefined) break;
    further = [[next, text(member(answer, next))]];
  }
  const created = (link: Row): string => optional(link, 'creation_time', text) ?? '';
  return links
    .filter((link) => optional(link, 'connection_id', text) !== null)
    .sort((a, b) => (created(a) < created(b) ? -1 : created(a) > created(b) ? 1 : 0));
};

/** GET `/connections/{account}`. @throws CodedError `NOT_FOUND` also for a link of another app. */
export const getLinkedAccount = async (api: Api, account: string, level: string): Promise<Row> => {
  const missing = () => new CodedError('NOT_FOUND', 'Maton knows no such link.');
  try {
    const answer = readRow(
      await api.get({
        family: 'linked-account',
        plane: 'control',
        template: '/connections/{account}',
        segments: { account },
        level,
      }),
    );
    const link = optional(answer, 'connection', row);
    if (link === null) throw badResponse('Maton answered without a link.');
    if (!isSentry(link)) throw missing();
    return link;
  } catch (error) {
    if (error instanceof CodedError && error.upstreamStatus === 404) throw missing();
    throw error;
  }
};
