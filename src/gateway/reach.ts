import { type Call, type Caller, callerText, organizationIn, type Reply } from './http/call.ts';

/** Organizations that a client may reach, by slug; null is whatever the linked account sees. */
export type Reach = ReadonlySet<string> | null;

/** Whether an organization lies within reach. */
export const reaches = ({ reach = null }: Caller, organization: string): boolean =>
  reach === null || reach.has(organization);

/** Those of some organizations that lie within reach; null is any. */
export const within = (
  { reach = null }: Caller,
  organizations: readonly string[] | null | undefined,
): readonly string[] | null => {
  if (reach === null) return organizations ?? null;
  return organizations ? organizations.filter((slug) => reach.has(slug)) : [...reach];
};

const texts = new WeakMap<ReadonlySet<string>, string>();

const textOf = (reach: ReadonlySet<string>): string => {
  const text = texts.get(reach) ?? JSON.stringify([...reach].sort());
  texts.set(reach, text);
  return text;
};

/**
 * A caller and its reach as one text: operations may share a batch only where both are the same, since a batch is read through
 * the one that opened it.
 */
export const reachText = (caller: Caller): string =>
  caller.reach ? `${callerText(caller)} ${textOf(caller.reach)}` : callerText(caller);

/** Whether the path of a call lies in an organization that the client may not reach. */
export const isOutOfReach = (call: Call): boolean => {
  const organization = organizationIn(call);
  return organization !== null && !reaches(call.caller, organization);
};

/** What Sentry answers where an organization is not there: nobody can tell it from one that is out of reach. */
export const notThere: Reply = {
  status: 404,
  headers: new Map(),
  body: { json: { detail: 'The requested resource does not exist' } },
};
