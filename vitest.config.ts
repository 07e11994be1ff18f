import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Vite would take graphql's .mjs files where Node takes the .js ones, and two copies of graphql refuse each other.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    testTimeout: 20_000,
    hookTimeout: 20_000,
    projects: [
      { extends: true, test: { name: 'all', include: ['test/**/*.test.ts'] } },
      // A POST of plain JSON does not pass through yoga's HTTP side; every promise of the server holds there too.
      {
        extends: true,
        test: { name: 'through yoga', include: ['test/server/**/*.test.ts'], env: { TEST_THROUGH: 'yoga' } },
      },
    ],
  },
});
