import { defineConfig } from 'vitest/config';
import shared from './vitest.config.ts';

/** What needs real time: deadlines before an upstream that hangs, drips and refuses. */
export default defineConfig({
  resolve: shared.resolve,
  test: { include: ['test/faults/**/*.fault.ts'], testTimeout: 60_000, hookTimeout: 20_000 },
});
