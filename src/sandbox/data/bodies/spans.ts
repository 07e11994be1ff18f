import type { ProjectPlan } from '../plans/plan.ts';
import type { Moment } from '../stories/story.ts';

/** A repeated operation, which the spans of a slow transaction show. */
export type Repetition = { operation: string; description: string; count: number; milliseconds: number };

const seconds = (milliseconds: number): number => Math.round(milliseconds) / 1000;

/** The spans of a transaction: a few of its own, then the offending ones; `ids` are those. */
export function spansOf(
  project: ProjectPlan,
  moment: Moment,
  repetition: Repetition,
): { spans: Record<string, unknown>[]; ids: string[]; start: number } {
  const { random } = moment;
  const trace = random.hex(32);
  const root = random.hex(16);
  const parent = random.hex(16);
  const length = 120 + repetition.count * repetition.milliseconds;
  const start = moment.date - length;
  const span = (
    id: string,
    parentId: string,
    op: string,
    description: string,
    from: number,
    to: number,
  ): Record<string, unknown> => ({
    span_id: id,
    parent_span_id: parentId,
    trace_id: trace,
    op,
    description,
    start_timestamp: seconds(start + from),
    timestamp: seconds(start + to),
    exclusive_time: to - from,
    same_process_as_parent: true,
    status: 'ok',
    hash: random.hex(16),
    data: { 'span.category': op.split('.')[0] },
    tags: {},
  });
  const ids: string[] = [];
  const spans = [
    span(random.hex(16), root, 'middleware', 'authentication', 2, 14),
    span(random.hex(16), root, 'cache.get', `session:${random.int(1000, 9999)}`, 14, 17),
    span(parent, root, 'function', random.pick(project.places), 20, length - 5),
  ];
  for (let index = 0; index < repetition.count; index++) {
    const id = random.hex(16);
    ids.push(id);
    const from = 40 + index * repetition.milliseconds;
    spans.push(
      span(id, parent, repetition.operation, repetition.description, from, from + repetition.milliseconds - 1),
    );
  }
  return { spans, ids, start };
}
