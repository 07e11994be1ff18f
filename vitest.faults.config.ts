import { defineConfig } from 'vitest/config';
import { PromiseTable } from './test/support/promise-table.ts';
import shared from './vitest.config.ts';

/** What needs real time, load, or a process of its own. One file after another: they measure. */
export default defineConfig({
  resolve: shared.resolve,
  test: {
    include: ['test/faults/**/*.fault.ts'],
    setupFiles: ['test/support/fault-run.ts'],
    reporters: ['default', new PromiseTable()],
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 20_000,
  },
});
