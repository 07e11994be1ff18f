import type { Reporter, TestModule } from 'vitest/node';
import { promises, type Row, type Seen } from './promises.ts';

const rows = Object.keys(promises);

/** A text of so many columns. */
const wide = (text: string, width: number): string => text.padEnd(width);

/** Prints at the end of a run what its tests saw of each promise. */
export class PromiseTable implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const lines = tests.flatMap((test): (Seen & { held: boolean })[] =>
      (test.meta().seen ?? []).map((seen) => ({ ...seen, held: test.ok() })),
    );
    if (lines.length === 0) return;
    const watched = modules.reduce((sum, module) => sum + (module.meta().watched ?? 0), 0);
    const held = tests.every((test) => !test.result().errors?.some(({ message }) => message.startsWith('S3')));
    const seen = `${watched} answers and log lines of this whole run looked at`;
    lines.push({ row: 'S3', bar: 'none in all of the run', seen, held });
    lines.sort((a, b) => rows.indexOf(a.row) - rows.indexOf(b.row));
    const most = Math.max(...lines.map(({ bar }) => bar.length));
    let before: Row | undefined;
    for (const { row, bar, seen, held } of lines) {
      if (row !== before) process.stdout.write(`\n${wide(row, 4)}${promises[row]}\n`);
      before = row;
      process.stdout.write(`    ${held ? 'held  ' : 'FAILED'}  ${wide(bar, most)}  ${seen}\n`);
    }
    process.stdout.write('\n');
  }
}
