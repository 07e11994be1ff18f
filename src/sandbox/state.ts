import { copyWorld, createConnections } from './data/index.ts';
import type { ConnectionRecord, World } from './data/model.ts';
import { createSwitches, type SandboxSwitches } from './switches.ts';

/** What one running sandbox holds. The clock stands still, so that windows and answers stay the same. */
export type SandboxState = {
  readonly now: number;
  readonly worlds: World[];
  readonly connections: ConnectionRecord[];
  readonly switches: SandboxSwitches;
  /** The worlds as at start, of which a connection opened later is given a copy. */
  pristine: readonly World[];
  /** How many ids writes have taken. */
  serial: number;
  /** Where connect links begin, on the sandbox's own control plane. */
  linkBase: string;
};

/** What a state is made of, at start and at every reset. */
export type StateSource = { now: number; worlds: () => World[]; switches?: Partial<SandboxSwitches> };

/** The state at start. Writes go into copies, so that the worlds given stay as they are. */
export function createState({ now, worlds, switches }: StateSource): SandboxState {
  const pristine = worlds();
  const copies = pristine.map(copyWorld);
  return {
    now,
    worlds: copies,
    connections: createConnections(copies, now),
    switches: createSwitches(switches),
    pristine,
    serial: 0,
    linkBase: '',
  };
}

/** Brings a state back to the start; whoever holds its lists goes on holding them. */
export function resetState(state: SandboxState, source: StateSource): void {
  const { worlds, connections, switches, pristine, serial } = createState(source);
  state.worlds.splice(0, state.worlds.length, ...worlds);
  state.connections.splice(0, state.connections.length, ...connections);
  Object.assign(state.switches, switches);
  Object.assign(state, { pristine, serial });
}

/** A new id, higher than every id of the data. */
export function nextId(state: SandboxState): string {
  state.serial++;
  return String(900_000_000 + state.serial);
}
