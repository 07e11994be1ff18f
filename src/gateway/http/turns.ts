/** How many calls may start in any window of time, and how many may be under way. */
export type TurnRule = { readonly calls: number; readonly window: number; readonly atOnce: number };

type Waiting = { grant: (turn: Turn) => void; detach: () => void };

/** A turn in hand. It counts in the window from `start` on; one that is left unstarted has cost nothing. */
export type Turn = { start(): void; leave(): void };

/** A turn that will come, or how many milliseconds too late it would. */
export type Asked = { readonly granted: Promise<Turn> } | { readonly refusedFor: number };

/**
 * Turns in order of arrival. Starts are counted in a sliding window, so that no window of that length ever holds more than
 * `calls` of them: a bucket that refills while its burst is spent would let twice as many into one second.
 */
export class Turns {
  readonly #rule: TurnRule;
  readonly #now: () => number;
  #starts: number[] = [];
  #active = 0;
  #unstarted = 0;
  #waiting: Waiting[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(rule: TurnRule, now: () => number = () => performance.now()) {
    this.#rule = rule;
    this.#now = now;
  }

  /** Whether nothing waits, runs or is remembered. */
  get idle(): boolean {
    this.#forget();
    return this.#active === 0 && this.#waiting.length === 0 && this.#starts.length === 0;
  }

  /**
   * Asks for a turn. `granted` resolves when it has come, and rejects when `signal` aborts while waiting.
   * Refuses where the window alone shows that the turn would come after `deadline` (on the clock of `performance.now`).
   */
  take({ deadline, signal }: { deadline: number; signal: AbortSignal }): Asked {
    const wait = this.#expectedWait();
    if (this.#now() + wait > deadline) return { refusedFor: wait };
    const granted = new Promise<Turn>((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      const abort = () => {
        this.#waiting = this.#waiting.filter((other) => other !== waiting);
        reject(signal.reason);
      };
      const waiting = { grant: resolve, detach: () => signal.removeEventListener('abort', abort) };
      signal.addEventListener('abort', abort, { once: true });
      this.#waiting.push(waiting);
      this.#advance();
    });
    return { granted };
  }

  #forget(): void {
    const since = this.#now() - this.#rule.window;
    this.#starts = this.#starts.filter((at) => at > since);
  }

  /** When the window would let the next arrival start if nobody left the queue. */
  #expectedWait(): number {
    this.#forget();
    const { calls, window } = this.#rule;
    const ahead = this.#waiting.length;
    const free = calls - this.#starts.length - this.#unstarted;
    if (ahead < free) return 0;
    const rank = ahead - free;
    const start = this.#starts[rank % calls] ?? this.#now();
    return start + window * (1 + Math.floor(rank / calls)) - this.#now();
  }

  #advance(): void {
    this.#forget();
    while (this.#active < this.#rule.atOnce && this.#starts.length + this.#unstarted < this.#rule.calls) {
      const waiting = this.#waiting.shift();
      if (!waiting) return;
      waiting.detach();
      this.#active += 1;
      this.#unstarted += 1;
      waiting.grant(this.#turn());
    }
    const oldest = this.#starts[0];
    if (this.#waiting.length === 0 || this.#timer || oldest === undefined || this.#active >= this.#rule.atOnce) return;
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        this.#advance();
      },
      Math.max(1, oldest + this.#rule.window - this.#now()),
    );
  }

  #turn(): Turn {
    let state: 'granted' | 'started' | 'left' = 'granted';
    return {
      start: () => {
        if (state !== 'granted') return;
        state = 'started';
        this.#unstarted -= 1;
        this.#starts.push(this.#now());
        this.#advance();
      },
      leave: () => {
        if (state === 'left') return;
        if (state === 'granted') this.#unstarted -= 1;
        state = 'left';
        this.#active -= 1;
        this.#advance();
      },
    };
  }
}
