import { isRow } from '../read.ts';
import type { Call, Reply } from './call.ts';
import { isQueryTimeout, jsonOf, movedTo, originOf, said } from './refusal.ts';

/** One thing that Sentry found wrong with a write: where in the body, in Sentry's member names, and what. */
export type Problem = { readonly path: readonly string[]; readonly message: string };

/** A write that Sentry refused for what it asks: 400, 404, 409 or 422, or a 302 of a renamed project. Nothing was changed. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly status: number;
  readonly problems: readonly Problem[];
  /** Sentry's new slug of a renamed project, unchecked. */
  readonly movedTo: string | undefined;

  constructor(status: number, problems: readonly Problem[], movedTo?: string) {
    super(problems.map(({ message }) => message).join(' '));
    this.status = status;
    this.problems = problems;
    this.movedTo = movedTo;
  }
}

/** How deep an error body is read and how many of its problems are read. */
const bounds = { depth: 8, problems: 50 };

/**
 * Names that stand for the whole of what they are in: `{"detail": {"code", "message", "extra"}}`, `{"non_field_errors": [...]}`.
 */
const isWhole = (name: string): boolean => /^(detail|non_field_errors|error|params)$/.test(name);

/**
 * The problems of an error body, whatever its shape: maps of fields to messages, nested maps and lists that keep positions
 * (`{"commits": [{}, {"id": ["..."]}]}`), `detail` as text, list or object, a bare text or list.
 */
function* problemsIn(body: unknown, path: readonly string[], depth: number): Generator<Problem> {
  if (depth > bounds.depth) return;
  if (typeof body === 'string') {
    yield { path, message: body };
  } else if (Array.isArray(body)) {
    for (const [index, item] of body.entries()) {
      yield* problemsIn(item, typeof item === 'string' ? path : [...path, String(index)], depth + 1);
    }
  } else if (isRow(body) && typeof body.message === 'string') {
    yield { path, message: body.message };
  } else if (isRow(body)) {
    for (const [name, value] of Object.entries(body)) {
      yield* problemsIn(value, isWhole(name) ? path : [...path, name], depth + 1);
    }
  }
}

const problemsOf = (call: Call, body: unknown): Problem[] => {
  const problems = new Map<string, Problem>();
  let read = 0;
  for (const { path, message } of problemsIn(body, [], 0)) {
    const clean = said(call, message);
    // A taken team slug says the same under `non_field_errors` and `detail`.
    problems.set(`${path.join('.')} ${clean}`, { path, message: clean });
    read += 1;
    if (read >= bounds.problems) break;
  }
  return [...problems.values()];
};

/**
 * The refusal that a reply to a write stands for; undefined where it is no refusal of what was asked, such as a 400 that says that
 * Sentry was too slow.
 */
export const refused = (call: Call, reply: Reply): Refused | undefined => {
  const body = jsonOf(reply);
  const { status } = reply;
  const slug = status === 302 ? movedTo(body) : undefined;
  if (slug !== undefined) return new Refused(status, [], slug);
  // An empty 400 is Sentry's answer to a project change without a user behind the token.
  const isSentry = originOf(reply) === 'SENTRY' || (status === 400 && reply.body === undefined);
  const isRefusal = [400, 404, 409, 422].includes(status) && isSentry && !isQueryTimeout(reply);
  if (!isRefusal || call.plane === 'control') return undefined;
  return new Refused(status, problemsOf(call, body));
};

/** Follows a write of which Sentry words the refusals of one status too barely: `say` tells what they mean. */
export const explained = async <T>(
  write: Promise<T>,
  status: number,
  say: (problems: readonly Problem[]) => readonly Problem[],
): Promise<T> => {
  try {
    return await write;
  } catch (error) {
    if (!(error instanceof Refused) || error.status !== status) throw error;
    throw new Refused(status, say(error.problems));
  }
};
