import type { World } from './data/model.ts';
import type { SandboxSwitches } from './switches.ts';

/** How a sandbox is started. */
export type SandboxOptions = {
  /** 0 takes any free port. */
  port?: number;
  /** Serves Maton's control plane on a port of its own; 0 takes any free one. Left out: both are on one port. */
  controlPort?: number;
  /** What stands before every path, such as `/maton`; left out: nothing. */
  prefix?: string;
  /** The moment that its data is seen at, in epoch milliseconds. It stands still. */
  now?: number;
  /** Two connections onto copies of one world. */
  mirror?: boolean;
  /** Makes other worlds than the sample data's, at start and at every reset. They are copied, never written to. */
  worlds?: () => World[];
  /** Maton's calls a second per key, and with it Sentry's own limits; null turns both off. */
  rateLimit?: number | null;
  switches?: Partial<SandboxSwitches>;
};
