/**
 * A way in which one answer goes wrong. Where a write is struck, nothing is done, but for `stall`, `cut` and `drip`,
 * which break the true answer, and for the kinds that say so: there the effect is carried out and the answer lost.
 */
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
  | 'query-timeout'
  | 'reset-after-effect'
  | '502-after-effect'
  | 'hang-after-effect';

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
  /** In which form a new connection's id comes: alone under one of two names, or in the whole connection. */
  connectionAnswer: 'connection_id' | 'connection_Id' | 'nested';
  connectionCreatedStatus: 200 | 201;
  /** What the deletion of a connection answers; `empty` is a 204. */
  connectionDeletedAnswer: 'json' | 'empty' | 'text';
  /** What the token may do; a call for which none of these scopes suffices is a 403. Null: everything. */
  scopes: string[] | null;
  /** The commits of every release are being processed: writing them is a 409. */
  releaseBusy: boolean;
  /** The user takes what they resolve, unless somebody has it. */
  assignOnResolve: boolean;
  /** Issues can be resolved in the upcoming release. */
  upcomingReleaseFeature: boolean;
  /** The plan lets issues be discarded. */
  discardFeature: boolean;
  /** Issues merged away stay pending instead of being merged at once. */
  mergesPending: boolean;
  /** Deleted issues are gone from `group=` too. */
  deletionsDone: boolean;
  /** A bulk update whose ids match nothing takes its search instead, as builds of January 2025 did. */
  bulkFallsBack: boolean;
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
    connectionAnswer: 'connection_id',
    connectionCreatedStatus: 200,
    connectionDeletedAnswer: 'json',
    releaseBusy: false,
    assignOnResolve: false,
    upcomingReleaseFeature: false,
    discardFeature: false,
    mergesPending: false,
    deletionsDone: false,
    bulkFallsBack: false,
    ...given,
    expiredConnections: [...(given.expiredConnections ?? [])],
    scopes: given.scopes ? [...given.scopes] : null,
    faults: [...(given.faults ?? [])],
  };
}

/** Whether the token has one of the scopes of which any suffices. */
export function isGranted(switches: SandboxSwitches, scopes: readonly string[]): boolean {
  return switches.scopes === null || switches.scopes.some((scope) => scopes.includes(scope));
}
