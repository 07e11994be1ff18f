import { isRow, type Row } from '../read.ts';
import type { Call, Reply } from './call.ts';
import { CodedError, type ErrorFacts, type Origin } from './coded-error.ts';
import { quoted } from './quote.ts';

/** The JSON of a reply; undefined where it has none. */
export const jsonOf = (reply: Reply): unknown => (reply.body && 'json' in reply.body ? reply.body.json : undefined);

const hasMessage = (value: unknown): value is Row => isRow(value) && typeof value.message === 'string';

const isMatonShape = (value: unknown): boolean => hasMessage(value) && typeof value.code === 'number';

/** Whether a body is what Sentry says of fields: a map of their names to messages, or a bare list or text. */
const isValidation = (body: unknown): boolean => {
  if (!isRow(body)) return typeof body === 'string' || Array.isArray(body);
  return Object.keys(body).length > 0 && ![body, body.error].some(hasMessage);
};

/**
 * Whose error body it is. Maton: `{"error": {"message", "code"}}` or `{"message", "type", "code"}`. Sentry: `{"detail": ...}`,
 * `{"message"}` as its 410, and where it refuses what was asked a map of fields to messages, or a bare list
 * (`["Only error issues can be merged."]`). Anything else may be of any proxy on the way.
 */
export const originOf = (reply: Reply): Origin | undefined => {
  const body = jsonOf(reply);
  if (isRow(body) && Object.hasOwn(body, 'detail')) return 'SENTRY';
  if (isRow(body) && (isMatonShape(body.error) || (isMatonShape(body) && typeof body.type === 'string')))
    return 'MATON';
  if (reply.status === 410 && hasMessage(body)) return 'SENTRY';
  return [400, 409, 422].includes(reply.status) && isValidation(body) ? 'SENTRY' : undefined;
};

/** Whose limiter a 429 comes from: Sentry's names its limits in headers, Maton's does not. */
export const limiterOf = (reply: Reply): Origin =>
  [...reply.headers.keys()].some((name) => name.startsWith('x-sentry-rate-limit')) ? 'SENTRY' : 'MATON';

/** How deep an error body is read, how many of its messages, and how much of them a message of ours may hold. */
const shortly = { depth: 10, messages: 10, length: 300 };

function* messagesIn(body: unknown, at: string, depth: number): Generator<string> {
  if (depth > shortly.depth) return;
  if (typeof body === 'string') {
    yield at === '' ? body : `${at}: ${body}`;
  } else if (Array.isArray(body)) {
    for (const [index, item] of body.entries()) {
      yield* messagesIn(item, typeof item === 'string' ? at : `${at}.${index}`, depth + 1);
    }
  } else if (isRow(body) && typeof body.message === 'string') {
    yield* messagesIn(body.message, at, depth);
  } else if (isRow(body)) {
    for (const [name, value] of Object.entries(body)) {
      const isRoot = /^(detail|non_field_errors|error|params)$/.test(name);
      yield* messagesIn(value, isRoot ? at : at ? `${at}.${name}` : name, depth + 1);
    }
  }
}

/** The first messages of a Sentry error body, as they were sent; `field.0.name: message` for field maps. */
export const flattenMessages = (body: unknown): string[] => {
  const messages: string[] = [];
  for (const message of messagesIn(body, '', 0)) if (messages.push(message) >= shortly.messages) break;
  return messages;
};

/** What an error body says, fit to stand in a message. */
export const said = ({ caller: { credential } }: Call, body: unknown): string =>
  quoted(flattenMessages(body).join(' '), (text) => credential.redact(text), shortly.length);

const sentryCode = (body: unknown): string | undefined => {
  const detail = isRow(body) ? body.detail : undefined;
  return isRow(detail) && typeof detail.code === 'string' ? detail.code : undefined;
};

/** Whether a 400 says that Sentry's event store was too slow: `{"detail": "Query timeout. Please try again."}`. Worth one retry. */
export const isQueryTimeout = (reply: Reply): boolean =>
  reply.status === 400 && flattenMessages(jsonOf(reply)).some((text) => /query timeout/i.test(text));

/**
 * Seconds until a 429 may be asked again: `Retry-After` in seconds or as a date, else Sentry's window end, both measured
 * against the answer's own `Date`, for clocks need not agree; else 1.
 */
export const retryAfterOf = (reply: Reply): number => {
  const date = Date.parse(reply.headers.get('date') ?? '');
  const header = reply.headers.get('retry-after');
  if (header !== undefined) {
    const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - date) / 1000;
    if (Number.isFinite(seconds) && seconds >= 0) return seconds;
  }
  const reset = Number(reply.headers.get('x-sentry-rate-limit-reset') ?? Number.NaN);
  const untilReset = reset - date / 1000;
  return Number.isFinite(untilReset) && untilReset > 0 ? untilReset : 1;
};

/** Sentry's new slug of a renamed project, unchecked. */
export const movedTo = (body: unknown): string | undefined => {
  if (sentryCode(body) !== 'resource-moved' || !isRow(body)) return undefined;
  return typeof body.slug === 'string' ? body.slug : undefined;
};

const badRequest = (call: Call, body: unknown, origin: Origin | undefined, facts: ErrorFacts): CodedError => {
  const text = said(call, body);
  if (call.plane === 'control') return new CodedError('UPSTREAM_ERROR', 'Maton refused the request.', facts);
  if (origin === 'MATON' && call.caller.account !== null) return unusable(call, facts);
  if (origin === 'MATON' || (origin === undefined && /connection/i.test(text))) {
    return new CodedError(
      'LINKED_ACCOUNT_REQUIRED',
      'No Sentry account is linked to this Maton key yet: create a connection for the app "sentry" at Maton and open its link.',
      facts,
    );
  }
  if (/query timeout/i.test(text)) {
    return new CodedError(
      'UPSTREAM_TIMEOUT',
      'Sentry needed too long for this search: narrow its window or try again.',
      facts,
    );
  }
  if (origin === undefined) return new CodedError('UPSTREAM_ERROR', 'The upstream refused the request.', facts);
  return new CodedError('BAD_USER_INPUT', `Sentry refused the request: ${text || 'it gave no reason'}`, facts);
};

const unauthenticated = (call: Call, body: unknown, origin: Origin | undefined, facts: ErrorFacts): CodedError => {
  if (origin !== 'SENTRY') {
    return new CodedError(
      'UPSTREAM_UNAUTHENTICATED',
      'Maton refuses the API key: check that it is complete and still valid.',
      facts,
    );
  }
  if (sentryCode(body) === 'member-disabled-over-limit') {
    return new CodedError('FORBIDDEN', 'The linked account’s user is disabled in this organization.', facts);
  }
  return new CodedError(
    'LINKED_ACCOUNT_EXPIRED',
    `Sentry refuses the token of ${accountName(call)}: link the account again at Maton.`,
    facts,
  );
};

const accountName = (call: Call): string =>
  call.caller.account === null ? 'the default linked account' : `linked account ${call.caller.account}`;

/** Maton's word on an account that it does not know, or that is pending, failed, or of another app. */
const unusable = (call: Call, facts: ErrorFacts): CodedError =>
  new CodedError(
    'LINKED_ACCOUNT_NOT_FOUND',
    `Maton knows no usable linked account${call.caller.account === null ? '' : ` ${call.caller.account}`}: use one that \`linkedAccounts\` lists as active.`,
    facts,
  );

const notFound = (call: Call, origin: Origin | undefined, facts: ErrorFacts): CodedError => {
  if (origin === 'SENTRY') return new CodedError('NOT_FOUND', 'It does not exist or is not visible.', facts);
  if (origin === 'MATON' && call.plane === 'data') return unusable(call, facts);
  return new CodedError('UPSTREAM_ERROR', 'The upstream does not know this request.', facts);
};

/** The error that a reply outside 2xx stands for, by status and by whose body it is. */
export const refusal = (call: Call, reply: Reply): CodedError => {
  const body = jsonOf(reply);
  const origin = originOf(reply);
  const facts: ErrorFacts = { upstreamStatus: reply.status, ...(origin && { origin }) };
  const { status } = reply;
  if (status >= 300 && status < 400) {
    const slug = movedTo(body);
    return new CodedError('UPSTREAM_REDIRECT', 'The upstream answered with a redirect, which is never followed.', {
      ...facts,
      ...(slug !== undefined && { movedTo: slug }),
    });
  }
  if (status === 400) return badRequest(call, body, origin, facts);
  if (status === 401) return unauthenticated(call, body, origin, facts);
  if (status === 403 && origin === 'SENTRY') {
    return new CodedError(
      'FORBIDDEN',
      `Sentry does not let ${accountName(call)} do this: ${said(call, body) || 'permission is missing'}`,
      facts,
    );
  }
  if (status === 404) return notFound(call, origin, facts);
  if (status === 429) {
    const seconds = Math.ceil(retryAfterOf(reply) * 10) / 10;
    return new CodedError('RATE_LIMITED', `Too many calls to the upstream: try again in ${seconds} s.`, {
      ...facts,
      origin: limiterOf(reply),
      retryAfter: seconds,
    });
  }
  if (status === 500 && origin === 'MATON') {
    return new CodedError(
      'LINKED_ACCOUNT_EXPIRED',
      `The grant of ${accountName(call)} has probably expired: link the account again at Maton, then delete the old link.`,
      facts,
    );
  }
  if (status === 502 || status === 503 || status === 504) {
    return new CodedError('UPSTREAM_UNAVAILABLE', 'The upstream cannot answer at the moment: try again later.', facts);
  }
  if (status === 405) return new CodedError('UPSTREAM_BAD_RESPONSE', 'The upstream does not allow this method.', facts);
  // Maton's word on a link that is pending, failed, or of another app: which status it has, nobody has written down.
  if (status < 500 && origin === 'MATON' && call.caller.account !== null && call.plane === 'data') {
    return unusable(call, facts);
  }
  return new CodedError('UPSTREAM_ERROR', `The upstream answered with status ${status}.`, facts);
};
