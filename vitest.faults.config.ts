import { defineConfig } from 'vitest/config';
import shared from './vitest.config.ts';

/** What needs real time: deadlines before an upstream that hangs, drips and refuses. */
export default defineConfig({
  ...shared,
  test: { ...shared.test, include: ['test/faults/**/*.fault.ts'], testTimeout: 60_000 },
});
