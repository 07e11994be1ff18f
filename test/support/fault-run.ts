import { afterEach } from 'vitest';
import { watched } from './leak-watch.ts';

declare module 'vitest' {
  interface TaskMeta {
    /** Answers and log lines looked at by the tests of a file. */
    watched?: number;
  }
}

/** After each test with faults: nothing that the service said holds what it must not. */
afterEach(({ task: { file } }) => {
  file.meta.watched = watched.texts;
  const [leak, ...more] = watched.leaking.splice(0);
  if (leak !== undefined) throw new Error(`S3: ${more.length + 1} texts leak, the first one: ${leak}`);
});
