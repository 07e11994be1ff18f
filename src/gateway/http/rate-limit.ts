import { limits } from '../limits.ts';
import { operationOver, waitWithin } from '../operation.ts';
import type { Call, Layer, Reply } from './call.ts';
import { CodedError } from './coded-error.ts';
import { limiterOf, retryAfterOf } from './refusal.ts';
import { type Turn, type TurnRule, Turns } from './turns.ts';

const perSecond = (calls: number): TurnRule => ({ calls, window: 1_000, atOnce: limits.inFlightPerCredential });

/** What Sentry allows a user on its tighter endpoints (`rate_limits` of their classes); the project event list one at a time. */
const endpointRules: ReadonlyMap<string, TurnRule> = new Map([
  ['issue', perSecond(5)],
  ['issue.deletion', { calls: 5, window: 5_000, atOnce: 5 }],
  ['issue.event', perSecond(15)],
  ['project.event', perSecond(5)],
  ['project.events', { calls: 60, window: 60_000, atOnce: 1 }],
]);

/** What Sentry counts as one: a family of calls, through one account. An issue's two paths lead to one endpoint. */
const endpointOf = ({ family }: Call): string => (family === 'issue.bare' ? 'issue' : family);
const scopeOf = (call: Call): string => `${endpointOf(call)} ${call.caller.account ?? ''}`;

const rateLimited = (seconds: number, origin?: 'MATON' | 'SENTRY'): CodedError =>
  new CodedError('RATE_LIMITED', `The call budget of the account is used up: try again in ${seconds} s.`, {
    retryAfter: seconds,
    ...(origin && { origin }),
  });

const seconds = (milliseconds: number): number => Math.max(0.1, Math.ceil(milliseconds / 100) / 10);

type Block = { readonly until: number; readonly clearAt: number; readonly origin: 'MATON' | 'SENTRY' };

const isStanding = (block: Block | undefined): block is Block => block !== undefined && block.until > performance.now();

/** The turns of one credential and what its 429 answers forbid. */
class Credential {
  readonly #turns: Turns;
  readonly #endpoints = new Map<string, Turns>();
  readonly #blocks = new Map<string, Block>();

  constructor(callsPerSecond: number) {
    this.#turns = new Turns(perSecond(callsPerSecond));
  }

  /** Whether nothing runs, waits, is counted or is forbidden. */
  get idle(): boolean {
    const turns = [this.#turns, ...this.#endpoints.values()];
    return turns.every(({ idle }) => idle) && ![...this.#blocks.values()].some(isStanding);
  }

  /** Remembers a 429: Sentry's blocks its endpoint and account, Maton's everything of the credential. A longer block stands. */
  block(call: Call, reply: Reply): void {
    const origin = limiterOf(reply);
    const wait = retryAfterOf(reply) * 1_000;
    const now = performance.now();
    const scope = origin === 'SENTRY' ? scopeOf(call) : '';
    const known = this.#blocks.get(scope);
    const standing = isStanding(known) ? known : { until: 0, clearAt: 0 };
    this.#blocks.set(scope, {
      until: Math.max(standing.until, now + Math.min(wait, limits.longestBlock)),
      clearAt: Math.max(standing.clearAt, now + wait),
      origin,
    });
  }

  /** What forbids a call the longest. */
  blockOf(call: Call): Block | undefined {
    return [this.#blocks.get(''), this.#blocks.get(scopeOf(call))]
      .filter(isStanding)
      .sort((a, b) => b.until - a.until)[0];
  }

  /** Waits until nothing forbids the call. @throws CodedError `RATE_LIMITED` where that is too long. */
  async outwait(call: Call): Promise<void> {
    for (let block = this.blockOf(call); block; block = this.blockOf(call)) {
      const wait = block.until - performance.now();
      if (wait > limits.inlineWait || block.until >= call.operation.deadline) {
        throw rateLimited(seconds(block.clearAt - performance.now()), block.origin);
      }
      await waitWithin(call.operation, wait);
    }
  }

  /** Takes a turn of the endpoint, where it has a rule, and then one of the credential. */
  async take(call: Call): Promise<Turn[]> {
    const taken: Turn[] = [];
    try {
      for (const turns of this.#turnsFor(call)) taken.push(await takeTurn(turns, call));
    } catch (error) {
      for (const turn of taken) turn.leave();
      throw error;
    }
    return taken;
  }

  #turnsFor(call: Call): Turns[] {
    const rule = endpointRules.get(endpointOf(call));
    if (!rule) return [this.#turns];
    const scope = scopeOf(call);
    const own = this.#endpoints.get(scope) ?? new Turns(rule);
    this.#endpoints.set(scope, own);
    return [own, this.#turns];
  }
}

const takeTurn = async (turns: Turns, { operation }: Call): Promise<Turn> => {
  const asked = turns.take(operation);
  if ('refusedFor' in asked) throw rateLimited(seconds(asked.refusedFor));
  try {
    return await asked.granted;
  } catch {
    throw operationOver(operation);
  }
};

/**
 * Lets calls of one credential out at `callsPerSecond`, first come first served, and keeps quiet where a 429 asked for it.
 * A call whose turn would come after its operation's deadline is refused at once with a true `retryAfter`.
 */
export const rateLimit = (callsPerSecond: number): Layer => {
  const credentials = new Map<string, Credential>();
  const credentialOf = (call: Call): Credential => {
    const key = call.caller.credential.fingerprint;
    const known = credentials.get(key);
    if (known) return known;
    if (credentials.size >= 1_000) {
      for (const [other, credential] of credentials) if (credential.idle) credentials.delete(other);
    }
    const credential = new Credential(callsPerSecond);
    credentials.set(key, credential);
    return credential;
  };
  return (next) => async (call) => {
    const { signal, deadline } = call.operation;
    const credential = credentialOf(call);
    for (;;) {
      if (signal.aborted || performance.now() >= deadline) throw operationOver(call.operation);
      await credential.outwait(call);
      const turns = await credential.take(call);
      try {
        // A 429 may have come in while the call was waiting for its turn.
        if (credential.blockOf(call)) continue;
        for (const turn of turns) turn.start();
        const reply = await next(call);
        if (reply.status === 429) credential.block(call, reply);
        return reply;
      } finally {
        for (const turn of turns) turn.leave();
      }
    }
  };
};
