/** A frame of the stack trace of an event, with every member that Sentry sends. */
export type Frame = {
  filename: string | null;
  absPath: string | null;
  module: string | null;
  package: string | null;
  platform: string | null;
  instructionAddr: string | null;
  symbolAddr: string | null;
  function: string | null;
  rawFunction: string | null;
  symbol: string | null;
  context: [number, string][];
  lineNo: number | null;
  colNo: number | null;
  inApp: boolean;
  trust: string | null;
  errors: string[] | null;
  vars: Record<string, unknown> | null;
  sourceLink: string | null;
  minGroupingLevel?: number;
};

/** A function of the application, in a file of its repository. */
export type Place = { file: string; name: string };

/** A frame outside the application: framework or runtime. */
export type LibraryFrame = { file: string; name: string; line: number; code?: string; package?: string };

/** What a frame says about where it is. */
export type Location = Pick<Frame, 'filename' | 'absPath' | 'module' | 'function'> & Partial<Frame>;

/** An error that programs in a language meet. Texts hold `{words}` that are chosen once for each issue. */
export type ErrorTemplate = {
  type: string;
  value: string;
  /** Module of the exception's class. */
  module?: string;
  /** The line of the application that fails. */
  line: string;
  /** Frames below that line, the innermost last. */
  inner?: LibraryFrame[];
  /** What it was caused by. */
  cause?: ErrorTemplate;
  handled?: boolean;
  level?: 'fatal' | 'error' | 'warning' | 'info' | 'debug';
};

/** How a platform's programs look in stack traces. */
export type Language = {
  /** Platform of the events. */
  platform: string;
  sdk: { name: string; version: string };
  runtime: { name: string; versions: string[] } | null;
  packages: Record<string, string>;
  /** How errors reach the SDK: unhandled first, handled second. */
  mechanisms: [string, string];
  errors: ErrorTemplate[];
  /** Frames above the application's own, the outermost first. */
  entry: LibraryFrame[];
  /** Lines in which one function of the application calls the next, `{callee}`. */
  calls: string[];
  /** Source lines above and below any line of the application. */
  before: string[][];
  after: string[][];
  /** Where a function of the application lives. */
  locate(place: Place, slug: string): Location;
  /** Where a function of a library lives. */
  locateLibrary(frame: LibraryFrame): Location;
  /** Sentry's culprit for a function without a transaction. */
  culprit(place: Place): string;
};

/** Reads a place written as `file#function`. */
export function parsePlace(text: string): Place {
  const at = text.lastIndexOf('#');
  return { file: text.slice(0, at), name: text.slice(at + 1) };
}

/** Shorthand for a library's frame. */
export function library(file: string, name: string, line: number, code?: string): LibraryFrame {
  return code === undefined ? { file, name, line } : { file, name, line, code };
}
