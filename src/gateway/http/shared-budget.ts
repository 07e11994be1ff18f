import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { z } from 'zod';
import { limits } from '../limits.ts';
import type { Secret } from './secret.ts';
import { block, reserve, type Script, settle } from './shared-budget-scripts.ts';
import type { Reserved, SharedBudget } from './shared-window.ts';

/** Told when budgets begin or cease to be shared; `reason` is one word, such as `ECONNREFUSED`. */
export type OnSharing = (isShared: boolean, reason: string) => void;

const taken = z.tuple([
  z.string(),
  z.number(),
  z.number(),
  z.array(z.number()),
  z.array(z.tuple([z.string(), z.number(), z.number()])),
]);

/** What went wrong, in one word: the errors of a Redis client hold its commands, the password's among them. */
const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'UNKNOWN';
  const word = 'code' in error ? String(error.code) : (error.message.split(' ')[0] ?? '');
  return /^[A-Z_0-9]{3,40}$/.test(word) ? word : error.name;
};

const isUnknownScript = (error: unknown): boolean => error instanceof Error && error.message.startsWith('NOSCRIPT');

/** What comes within `milliseconds`, else null. They are counted in ten steps, so that a loop held up counts for one of them. */
const within = <T>(milliseconds: number, coming: Promise<T>): Promise<T | null> =>
  new Promise((resolve, reject) => {
    let steps = 10;
    const timer = setInterval(() => {
      steps -= 1;
      if (steps === 0) resolve(null);
    }, milliseconds / steps);
    coming.then(resolve, reject).finally(() => clearInterval(timer));
  });

/** The budgets that all processes before one Redis share. Only digests and times go there. */
export class SharedBudgets {
  readonly #redis: Redis;
  readonly #callsPerSecond: number;
  readonly #onSharing: OnSharing;
  readonly #replica = randomUUID();
  #isShared: boolean | undefined;
  #reason = '';
  #restsUntil = 0;

  constructor(url: Secret, callsPerSecond: number, onSharing: OnSharing) {
    this.#callsPerSecond = callsPerSecond;
    this.#onSharing = onSharing;
    this.#redis = new Redis(url.reveal(), {
      connectionName: 'sentry-graph',
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: false,
      maxRetriesPerRequest: 0,
      connectTimeout: limits.redisSilence,
      socketTimeout: limits.redisSilence,
      retryStrategy: (times) => Math.min(times * 100, limits.redisRest),
      // After a failover the address may lead to another server.
      reconnectOnError: ({ message }) => message.startsWith('READONLY'),
    });
    this.#redis.on('error', (error: unknown) => {
      this.#reason = reasonOf(error);
    });
    this.#redis.on('close', () => this.#tell(false, this.#reason));
    this.#redis.on('ready', () => {
      this.#reason = 'CLOSED';
      this.#tell(true);
    });
  }

  /** The budget of one credential. */
  of({ fingerprint }: Secret): SharedBudget {
    const name = `sentry-graph:{${fingerprint.slice(0, 32)}}`;
    return {
      reserve: (calls, ready) => this.#reserve(name, calls, ready),
      block: ({ endpoint, left, clearIn }) =>
        this.#tellOthers(block, [`${name}:blocks`], [endpoint, left * 1_000, clearIn * 1_000]),
    };
  }

  close(): void {
    this.#isShared = false;
    this.#redis.disconnect();
  }

  async #reserve(name: string, calls: number, ready: number): Promise<Reserved | null> {
    if (!this.#mayAsk) return null;
    const coming = this.#take(name, calls, ready);
    try {
      const reserved = await within(limits.redisReply, coming);
      if (reserved) {
        this.#tell(true);
        return reserved;
      }
      coming.then(({ settle }) => settle(0)).catch(() => {});
      this.#failed('ETIMEDOUT');
    } catch (error) {
      this.#failed(reasonOf(error));
    }
    return null;
  }

  async #take(name: string, calls: number, ready: number): Promise<Reserved> {
    const starts = `${name}:starts`;
    const window = limits.sharedWindow * 1_000;
    const asked = performance.now();
    const [at, places, contenders, ages, blocks] = taken.parse(
      await this.#run(
        reserve,
        [starts, `${name}:blocks`, `${name}:waiting`],
        [this.#callsPerSecond, window, calls, ready, this.#replica],
      ),
    );
    return {
      places,
      contenders,
      ages: ages.map((age) => age / 1_000),
      blocks: blocks.map(([endpoint, left, clearIn]) => ({ endpoint, left: left / 1_000, clearIn: clearIn / 1_000 })),
      settle: (left) => {
        const isLate = performance.now() - asked > limits.sharedWindow - 1_000;
        if (left < places || isLate) this.#tellOthers(settle, [starts], [at, places, left, window]);
      },
    };
  }

  get #mayAsk(): boolean {
    return this.#redis.status === 'ready' && performance.now() >= this.#restsUntil;
  }

  /** Runs a script that nobody waits for. */
  #tellOthers(script: Script, keys: readonly string[], values: readonly (string | number)[]): void {
    if (this.#redis.status === 'ready') this.#run(script, keys, values).catch((error) => this.#failed(reasonOf(error)));
  }

  async #run(script: Script, keys: readonly string[], values: readonly (string | number)[]): Promise<unknown> {
    try {
      return await this.#redis.evalsha(script.digest, keys.length, ...keys, ...values);
    } catch (error) {
      if (!isUnknownScript(error)) throw error;
      return this.#redis.eval(script.text, keys.length, ...keys, ...values);
    }
  }

  #failed(reason: string): void {
    this.#restsUntil = performance.now() + limits.redisRest;
    this.#tell(false, reason);
  }

  #tell(isShared: boolean, reason = ''): void {
    if (isShared === this.#isShared) return;
    this.#isShared = isShared;
    this.#onSharing(isShared, reason);
  }
}
