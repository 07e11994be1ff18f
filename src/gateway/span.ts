/** What a span tells of itself. */
export type SpanFacts = Readonly<Record<string, string | number>>;

/** A stretch of an operation's time as a tracer sees it; the gateway and the loaders know nothing of tracers. */
export type Span = {
  /** The header `traceparent` for calls within it; null where none may go up. */
  readonly traceparent: string | null;
  /** Starts a span within this one. `remote` is one that waits for the upstream. */
  child(name: string, facts: SpanFacts, remote?: boolean): Span;
  /** Ends it; `failure` is the code or status of what went wrong. */
  end(failure?: string | number, facts?: SpanFacts): void;
};
