import type { ConnectionRecord, World } from './data/model.ts';
import type { SandboxSwitches } from './switches.ts';

/** What one running sandbox holds. The clock stands still, so that windows and answers stay the same. */
export type SandboxState = {
  readonly now: number;
  readonly worlds: World[];
  readonly connections: ConnectionRecord[];
  readonly switches: SandboxSwitches;
};
