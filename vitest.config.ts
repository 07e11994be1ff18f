import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Vite would take graphql's .mjs files where Node takes the .js ones, and two copies of graphql refuse each other.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 20_000,
    hookTimeout: 20_000,
  },
});
