/** A way in which one answer goes wrong. */
export type FaultKind =
  | 'hang'
  | 'stall'
  | 'drop'
  | 'cut'
  | 'drip'
  | 'html'
  | 'text-as-json'
  | 'empty'
  | 'redirect'
  | 'huge'
  | 'sentry-429'
  | 'maton-429'
  | 'maton-404'
  | 'maton-500'
  | 'query-timeout';

/**
 * Makes calls go wrong whose recorded path matches. Without `kind`, `status` and `body` the true answer is given
 * after `delayMs`. With a kind, `status`, `body` and `headers` override that kind's own.
 */
export type Fault = {
  path: RegExp;
  method?: string;
  /** How often it strikes; then it is used up. Left out: always. */
  times?: number;
  status?: number;
  body?: string | object;
  headers?: Record<string, string>;
  /** Before the answer; for `drip`, between its pieces. */
  delayMs?: number;
  kind?: FaultKind;
};

/** What the sandbox can be told to misbehave at. Everything is off at start. */
export type SandboxSwitches = {
  /** The issue paths without an organization answer 410. */
  brownout: boolean;
  /** Ids of connections whose grant is dead: their data calls are a Maton-shaped 500 while they stay ACTIVE. */
  expiredConnections: string[];
  /** Before every answer. */
  latencyMs: number;
  /** How long a project with the trouble `slow` takes. */
  slowMs: number;
  /** Every answer carries the received headers as JSON in `X-Sandbox-Echo`. */
  echoHeaders: boolean;
  /** The list of connections comes in two pages, the second one by `next_token`. */
  connectionsPaged: boolean;
  /** The last page of an issue search claims one more, which is empty. */
  guessedNext: boolean;
  /** Pages of an issue search hold half of what is asked although there is more, as when Sentry's time runs out. */
  shortPages: boolean;
  /** `project=` takes numbers only, as older builds do. */
  oldBuild: boolean;
  /** `group=` is refused with 400. */
  groupRefused: boolean;
  /** Organizations are known by slug alone, as on an organization's own host. */
  slugsOnly: boolean;
  faults: Fault[];
};

/** Switches as at start: all off, but for those given. */
export function createSwitches(given: Partial<SandboxSwitches> = {}): SandboxSwitches {
  return {
    brownout: false,
    latencyMs: 0,
    slowMs: 3000,
    echoHeaders: false,
    connectionsPaged: false,
    guessedNext: false,
    shortPages: false,
    oldBuild: false,
    groupRefused: false,
    slugsOnly: false,
    ...given,
    expiredConnections: [...(given.expiredConnections ?? [])],
    faults: [...(given.faults ?? [])],
  };
}
