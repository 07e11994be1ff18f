/** Every bound of the product that is no setting, in one place. Times are milliseconds, sizes bytes. */
export const limits = {
  /** How long one attempt of a read may take. */
  readAttempt: 5_000,
  /** How long one attempt of a write may take. */
  writeAttempt: 8_000,
  /** How long one root field of a mutation may take, the reads of its payload included. */
  mutationField: 15_000,
  connectTimeout: 2_000,
  /** Largest answer read, counted after decompression. */
  answerBytes: 10 * 1024 * 1024,
  /** Calls under way at once: of the process, of one credential, of one operation. */
  inFlight: 256,
  inFlightPerCredential: 20,
  inFlightPerOperation: 10,
  /** Of the calls in flight that Sentry allows a user, so many are left to other people's tools. */
  concurrencyMargin: 5,
  /** Credentials, and endpoints of each, whose budgets are remembered while nothing goes on there. */
  idleBudgets: 1_000,
  idleEndpoints: 500,
  /** Clients whose last turn is remembered. */
  servedClients: 1_000,
  connections: 256,
  /** How long a read that nobody waits for may take. */
  refresh: 10_000,
  cacheBytes: 64 * 1024 * 1024,
  cacheEntries: 5_000,
  /** Keys asked while others of their kind are under way gather for at most this long. */
  gather: 10,
  retries: 3,
  retryBackoff: { first: 50, longest: 1_000 },
  /** Retries allowed: this share of the calls of the last `window`, and `burst` more. */
  retryBudget: { share: 0.2, window: 10_000, burst: 100 },
  /** The breaker opens where this share of at least so many calls of the last `window` failed, and probes after `probe`. */
  breaker: { window: 10_000, calls: 20, share: 0.75, probe: { soonest: 1_000, latest: 2_000 } },
  /** A 429 is waited out within the call only up to here, and blocks at most for `longestBlock`. */
  inlineWait: 2_000,
  longestBlock: 60_000,
  /** Keys in one batched call, and the longest query it may have (proxies cut long addresses). */
  batchKeys: 100,
  batchQueryBytes: 4_000,
  /** How long the bare issue path is left alone after Sentry answered it with 410. */
  barePathPause: 3_600_000,
  /** Organizations searched for a bare issue id while that path is paused. */
  bareIssueOrganizations: 5,
  /** Issues that one mutation may change or delete alike; in one bulk call, whose ids stand in its address; and merged into one. */
  bulkIssues: 1_000,
  bulkIds: 250,
  pageSize: 100,
  defaultPageSize: 25,
  /** Sentry's own cap on rows of lists that carry whole events. */
  bodiesPerPage: 10,
  /** Empty pages that claim more, followed for one connection field. */
  emptyPages: 10,
  /** Pages of linked accounts followed; Maton documents no paging for them. */
  linkedAccountPages: 20,
  nodeIds: 100,
  /** Commits that one write gives a release. */
  releaseCommits: 1_000,
  /** Refusals that one mutation tells of what it checks itself. */
  userErrors: 50,
  listArgument: 100,
  /** Longest text searched for, in characters, and longest search, in bytes of an address. */
  searchText: 250,
  searchBytes: 6_000,
  tagValues: 100,
  /** Rows of keys and values in one answer about tags; Sentry's event store cuts there without a word. */
  tagValuesPerCall: 1_000,
  requestBytes: 2 * 1024 * 1024,
  documentBytes: 32 * 1024,
  documentTokens: 4_000,
  documentCache: 256,
} as const;
