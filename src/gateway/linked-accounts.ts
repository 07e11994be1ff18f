import type { Api } from './api.ts';
import { badResponse, CodedError } from './http/coded-error.ts';
import { Refused } from './http/refused.ts';
import { limits } from './limits.ts';
import { readRow, writtenRow } from './page.ts';
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

/** Whether Maton says that it knows no such link; a 404 of anybody else's says nothing about links. */
const isUnknownLink = (error: unknown): boolean =>
  error instanceof CodedError && error.upstreamStatus === 404 && error.origin === 'MATON';

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
    if (isUnknownLink(error)) throw missing();
    throw error;
  }
};

/** The id in Maton's answer to a creation: `connection_id`, `connection_Id`, or inside `connection`. */
const createdId = (answer: Row): string | null => {
  const inner = optional(answer, 'connection', row);
  return (
    optional(answer, 'connection_id', text) ??
    optional(answer, 'connection_Id', text) ??
    (inner && optional(inner, 'connection_id', text))
  );
};

/**
 * POST `/connections`: a new link, PENDING until a person opened its address, which mostly takes a second call to learn. Each
 * POST leaves another pending link. Gives its id, and the whole link where Maton sent it along.
 */
export const createLinkedAccount = async (api: Api): Promise<{ account: string; link: Row | null }> => {
  const answer = writtenRow(
    await api.write({
      family: 'linked-accounts',
      method: 'POST',
      plane: 'control',
      template: '/connections',
      segments: {},
      body: { app: 'sentry' },
    }),
  );
  const account = createdId(answer);
  if (account === null) {
    const message = 'Maton made a link, but did not name it: look for a pending one in `linkedAccounts`.';
    throw new CodedError('UPSTREAM_BAD_RESPONSE', message, { outcome: 'UNKNOWN' });
  }
  const link = optional(answer, 'connection', row);
  return { account, link: link && optional(link, 'url', text) !== null ? link : null };
};

/** DELETE `/connections/{account}`. @throws Refused with status 404 where Maton knows no such link. */
export const deleteLinkedAccount = async (api: Api, account: string): Promise<void> => {
  try {
    await api.write({
      family: 'linked-account',
      method: 'DELETE',
      plane: 'control',
      template: '/connections/{account}',
      segments: { account },
    });
  } catch (error) {
    throw isUnknownLink(error) ? new Refused(404, []) : error;
  }
};
