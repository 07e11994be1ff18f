import { limits } from '../limits.ts';
import type { Call, Layer, Reply } from './call.ts';
import { CodedError } from './coded-error.ts';
import { limiterOf, retryAfterOf } from './refusal.ts';
import { operationOver } from './transport.ts';
import { Turns } from './turns.ts';

/**
 * What Sentry allows on its tighter endpoint families. The project event list: 60 in 60 s, one at a time for a user
 * (`projects/endpoints/project_events.py`).
 */
const familyRules: ReadonlyMap<string, { calls: number; window: number; atOnce: number }> = new Map([
  ['project.events', { calls: 60, window: 60_000, atOnce: 1 }],
]);

const rateLimited = (seconds: number, origin?: 'MATON' | 'SENTRY'): CodedError =>
  new CodedError('RATE_LIMITED', `The call budget of the account is used up: try again in ${seconds} s.`, {
    retryAfter: seconds,
    ...(origin && { origin }),
  });

const seconds = (milliseconds: number): number => Math.max(0.1, Math.ceil(milliseconds / 100) / 10);

type Block = { until: number; clearAt: number; origin: 'MATON' | 'SENTRY' };

/** The turns of one credential and what its latest 429 answers forbid. */
class Credential {
  readonly turns: Turns;
  readonly families = new Map<string, Turns>();
  readonly blocks = new Map<string, Block>();

  constructor(callsPerSecond: number) {
    this.turns = new Turns({ calls: callsPerSecond, window: 1_000, atOnce: limits.inFlightPerCredential });
  }

  familyTurns(call: Call): Turns | undefined {
    const rule = familyRules.get(call.family);
    if (!rule) return undefined;
    const key = `${call.family} ${call.caller.account ?? ''}`;
    const turns = this.families.get(key) ?? new Turns(rule);
    this.families.set(key, turns);
    return turns;
  }

  /** Remembers a 429: Sentry's blocks its family and account, Maton's everything of the credential. */
  block(call: Call, reply: Reply): void {
    const origin = limiterOf(reply);
    const wait = retryAfterOf(reply) * 1_000;
    const now = performance.now();
    this.blocks.set(origin === 'SENTRY' ? `${call.family} ${call.caller.account ?? ''}` : '', {
      until: now + Math.min(wait, limits.longestBlock),
      clearAt: now + wait,
      origin,
    });
  }

  blockOf(call: Call): Block | undefined {
    const now = performance.now();
    const found = [this.blocks.get(''), this.blocks.get(`${call.family} ${call.caller.account ?? ''}`)];
    return found.filter((block) => block && block.until > now).sort((a, b) => (b?.until ?? 0) - (a?.until ?? 0))[0];
  }

  get idle(): boolean {
    return this.turns.idle && [...this.families.values()].every((turns) => turns.idle);
  }
}

const outwait = async (call: Call, block: Block): Promise<void> => {
  const wait = block.until - performance.now();
  if (wait > limits.inlineWait || block.until >= call.operation.deadline) {
    throw rateLimited(seconds(block.clearAt - performance.now()), block.origin);
  }
  await new Promise<void>((resolve, reject) => {
    const { signal } = call.operation;
    const leave = () => {
      clearTimeout(timer);
      reject(operationOver(call));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', leave);
      resolve();
    }, wait);
    signal.addEventListener('abort', leave, { once: true });
  });
};

const takeTurn = async (turns: Turns, call: Call): Promise<() => void> => {
  const { deadline, signal } = call.operation;
  const turn = turns.take({ deadline, signal });
  if ('refusedFor' in turn) throw rateLimited(seconds(turn.refusedFor));
  try {
    return await turn.granted;
  } catch {
    throw operationOver(call);
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
    const credential = credentialOf(call);
    const familyTurns = credential.familyTurns(call);
    const leaveFamily = familyTurns && (await takeTurn(familyTurns, call));
    try {
      for (let block = credential.blockOf(call); block; block = credential.blockOf(call)) await outwait(call, block);
      const leave = await takeTurn(credential.turns, call);
      try {
        const reply = await next(call);
        if (reply.status === 429) credential.block(call, reply);
        return reply;
      } finally {
        leave();
      }
    } finally {
      leaveFamily?.();
    }
  };
};
