export { type RecordedCall, type Sandbox, type SandboxOptions, startSandbox } from './sandbox.ts';
export type { Fault, FaultKind, SandboxSwitches } from './switches.ts';
