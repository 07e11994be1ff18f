import { defineConfig } from 'vitest/config';
import shared from './vitest.config.ts';

/** What needs a real Redis: several processes that share one budget. */
export default defineConfig({
  resolve: shared.resolve,
  test: {
    include: ['test/redis/**/*.check.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    fileParallelism: false,
  },
});
