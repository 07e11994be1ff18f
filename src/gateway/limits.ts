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
  /**
   * Of a budget that replicas share: the window in which calls are counted, a second and what may lie between taking a place
   * and leaving; how long a call waits for Redis; how long Redis is left alone after it failed, and a silent connection kept.
   */
  sharedWindow: 1_050,
  redisReply: 100,
  redisRest: 1_000,
  redisSilence: 2_000,
  connections: 256,
  /** How long a read that nobody waits for may take. */
  refresh: 10_000,
  /** After a write whose outcome is unknown nothing is kept for so long: it may be carried out late. */
  doubt: 30_000,
  /** Credentials whose writes are remembered. */
  writingCredentials: 10_000,
  cacheBytes: 64 * 1024 * 1024,
  cacheEntries: 5_000,
  /** Rows kept of one thing: lists, details and batches bring different members. */
  keptRowsOfOne: 3,
  /** Keys asked while others of their kind are under way gather for at most this long. */
  gather: 10,
  /** Keys of a batch that have come wait so long for its others; what follows from them then leaves together as well. */
  batchPatience: 1_000,
  retries: 3,
  retryBackoff: { first: 50, longest: 1_000 },
  /** Retries allowed: this share of the calls of the last `window`, and `burst` more. */
  retryBudget: { share: 0.2, window: 10_000, burst: 100 },
  /** The breaker opens where this share of at least so many calls of the last `window` failed, and probes after `probe`. */
  breaker: { window: 10_000, calls: 20, share: 0.75, probe: { soonest: 1_000, latest: 2_000 } },
  /** A 429 is waited out within the call only up to here, and blocks at most for `longestBlock`. */
  inlineWait: 2_000,
  longestBlock: 60_000,
  /** What Maton and Sentry take to answer at the least: a turn that comes later than this before a deadline is of no use. */
  quickestAnswer: 100,
  /** Keys in one batched call, and the longest query it may have (proxies cut long addresses). */
  batchKeys: 100,
  batchQueryBytes: 4_000,
  /** Characters of an `Origin` header that the log keeps. */
  loggedOrigin: 200,
  /** How often the log is told of a watched file that cannot be read. */
  brokenFileReminder: 60_000,
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
  /** Longest node id, cursor and address of Sentry read, in characters: a release's version of 250 takes 3,400 in an id. */
  nodeIdLength: 4_000,
  cursorLength: 500,
  addressLength: 8_000,
  /** Commits that one write gives a release. */
  releaseCommits: 1_000,
  /** Refusals that one mutation tells of what it checks itself. */
  userErrors: 50,
  listArgument: 100,
  /** Longest text searched for, in characters, and longest search, in bytes of an address. */
  searchText: 250,
  searchBytes: 6_000,
  /** Longest query of an address, in bytes: servers and proxies drop the connection at longer ones. */
  queryBytes: 8_000,
  tagValues: 100,
  /** Rows of keys and values in one answer about tags; Sentry's event store cuts there without a word. */
  tagValuesPerCall: 1_000,
  requestBytes: 2 * 1024 * 1024,
  /** Bodies of requests held at once, together. */
  bodiesBytes: 64 * 1024 * 1024,
  /** Longest address read, in bytes; a longer operation goes by POST. */
  addressBytes: 8 * 1024,
  /** Longest credential read of a client; a JSON web token with many claims is longer than any token of ours. */
  credentialBytes: 8_192,
  /** How long an issuer may take to tell its keys, and how long they count. */
  issuerKeys: { timeout: 5_000, lifetime: 600_000 },
  documentBytes: 32 * 1024,
  documentTokens: 4_000,
  /** Prices remembered, how many fields all of them may have, and the longest text of variables they are remembered by. */
  plans: 2_000,
  plannedFields: 100_000,
  planVariables: 2_000,
  /** Documents remembered, and their tokens together: a parsed document takes some 400 bytes for each. */
  documentCache: 256,
  documentCacheTokens: 50_000,
  /** Brackets open at once in a document: the parser is recursive, and this many are far from the end of its stack. */
  documentNesting: 200,
  /** Fields within fields, fragments counting as what they hold. */
  documentDepth: 30,
  /** Fields of one operation, a fragment's as often as it is spread. */
  documentFields: 2_000,
  documentAliases: 50,
  documentDirectives: 50,
  documentOperations: 10,
  rootFields: 20,
  /** What the introspection of one operation may answer, about; the whole schema with its descriptions takes a third of it. */
  introspectionBytes: 1024 * 1024,
  /** Lists and objects within each other in a value, the value itself included. */
  valueNesting: 10,
  /** Variables of one request: what a document may declare. */
  variables: 1_000,
  /** Members of one object in a variable; graphql-js prints all of them where they are wrong. */
  valueMembers: 100,
  /** Inputs, by type and field, whose lists may hold more than `listArgument`: their mutations tell of too many. */
  longLists: {
    'UpdateIssuesInput.ids': 10_000,
    'DeleteIssuesInput.ids': 10_000,
    'CreateReleaseInput.commits': 10_000,
    'UpdateReleaseInput.commits': 10_000,
    'ReleaseCommitInput.patchSet': 10_000,
  },
  /** Rows of connections in one answer, counted while it is made. */
  operationRows: 10_000,
  /** Of a message of the upstream so much is read, in characters. */
  quotedText: 4_000,
  /** Longest sentence of an error that quotes what a client sent, in characters. */
  errorText: 500,
  /** Operations being answered, their bodies read; one more is told to come again. */
  activeOperations: 1_000,
  clientConnections: 10_000,
  metricsConnections: 100,
  /** Clients whose points are remembered, points that each may have saved, and how long one is active after its last operation. */
  clientPoints: { clients: 10_000, saved: 100, activity: 10_000 },
  /** A client's headers and its whole request must be here by then; looked after at each `requestCheck`. */
  headersTimeout: 10_000,
  requestTimeout: 15_000,
  requestCheck: 1_000,
  /** How long an idle connection is kept; a balancer that reuses connections for longer wants more than its own time. */
  keepAlive: 5_000,
  /** A client that takes nothing of its answer for so long is cut off. */
  stalledWrite: 30_000,
  /** And one that has not taken all of it by then. */
  wholeWrite: 60_000,
  /** An event loop that was held up for longer than `delay` in each of `seconds` makes the service not ready. */
  loopLag: { delay: 200, seconds: 5 },
  /** After a TERM the service still takes connections for so long, so that balancers see it go. */
  listenerGrace: 2_000,
  /** Then it ends, finished or not. */
  shutdown: 15_000,
} as const;
