import { occurrenceOf } from '../bodies/occurrence.ts';
import { requestEntry } from '../bodies/request.ts';
import { spansOf } from '../bodies/spans.ts';
import type { IssueRecord } from '../model.ts';
import { chooseWords, fill, type Surface } from '../plans/plan.ts';
import { randomFor } from '../random.ts';
import type { Moment, StoryMaker } from './story.ts';

type Problem = {
  title: string;
  issueType: string;
  category: string;
  kind: number;
  operation: string;
  description: string;
  count: number;
  milliseconds: number;
  on: Surface[];
  type: IssueRecord['type'];
};

const backend: Surface[] = ['server', 'worker'];
const device: Surface[] = ['android', 'ios', 'desktop', 'kiosk'];

const problems: Problem[] = [
  {
    title: 'N+1 Query',
    issueType: 'performance_n_plus_one_db_queries',
    category: 'db_query',
    kind: 1006,
    operation: 'db',
    description:
      'SELECT "{noun}_line"."id", "{noun}_line"."{field}" FROM "{noun}_line" WHERE "{noun}_line"."id" = %s LIMIT 21',
    count: 24,
    milliseconds: 9,
    on: backend,
    type: 'transaction',
  },
  {
    title: 'Slow DB Query',
    issueType: 'performance_slow_db_query',
    category: 'db_query',
    kind: 1001,
    operation: 'db',
    description: 'SELECT * FROM {noun}s WHERE {field} ILIKE %s ORDER BY created DESC',
    count: 1,
    milliseconds: 2400,
    on: backend,
    type: 'generic',
  },
  {
    title: 'Consecutive HTTP',
    issueType: 'performance_consecutive_http',
    category: 'performance',
    kind: 1009,
    operation: 'http.client',
    description: 'GET https://ledger.internal.example/v2/{noun}s',
    count: 5,
    milliseconds: 620,
    on: ['server', 'worker', 'browser'],
    type: 'generic',
  },
  {
    title: 'Consecutive DB Queries',
    issueType: 'performance_consecutive_db_queries',
    category: 'performance',
    kind: 1007,
    operation: 'db',
    description: 'SELECT {field} FROM {noun}s WHERE id = %s',
    count: 4,
    milliseconds: 140,
    on: backend,
    type: 'transaction',
  },
  {
    title: 'N+1 API Call',
    issueType: 'performance_n_plus_one_api_calls',
    category: 'performance',
    kind: 1010,
    operation: 'http.client',
    description: 'GET /api/{noun}s/{n}',
    count: 18,
    milliseconds: 45,
    on: ['browser', 'android', 'ios'],
    type: 'generic',
  },
  {
    title: 'Large Render Blocking Asset',
    issueType: 'performance_render_blocking_asset_span',
    category: 'performance',
    kind: 1004,
    operation: 'resource.script',
    description: 'https://cdn.example.com/static/js/{noun}.{short}.js',
    count: 1,
    milliseconds: 1800,
    on: ['browser'],
    type: 'generic',
  },
  {
    title: 'Large HTTP payload',
    issueType: 'performance_large_http_payload',
    category: 'performance',
    kind: 1015,
    operation: 'http.client',
    description: 'GET https://api.example.com/{noun}s?all=1',
    count: 1,
    milliseconds: 900,
    on: ['browser', 'server', 'android', 'ios'],
    type: 'generic',
  },
  {
    title: 'File IO on Main Thread',
    issueType: 'performance_file_io_main_thread',
    category: 'performance',
    kind: 1008,
    operation: 'file.read',
    description: '{noun}.sqlite (2.1 MB)',
    count: 3,
    milliseconds: 60,
    on: device,
    type: 'generic',
  },
];

/** A slow transaction: the issue is of type transaction or generic, its events hold spans and what Sentry found. */
export function performanceStory(
  index: number,
  change: Partial<Pick<Problem, 'issueType' | 'category'>> = {},
): StoryMaker {
  return (project, random) => {
    const fitting = problems.filter((problem) => problem.on.includes(project.surface));
    const problem = { ...(fitting[index % fitting.length] ?? random.pick(problems)), ...change };
    const description = fill(problem.description, chooseWords(project, random));
    const transaction = random.pick(project.transactions);
    const spans = (moment: Moment): ReturnType<typeof spansOf> =>
      spansOf(project, { ...moment, random: randomFor(`spans:${moment.id}`) }, { ...problem, description });
    return {
      title: problem.title,
      culprit: transaction,
      type: problem.type,
      issueType: problem.issueType,
      issueCategory: problem.category,
      level: 'info',
      logger: null,
      platform: project.language.platform,
      metadata: { title: problem.title, value: description, location: transaction },
      message: `${problem.title} ${description}`,
      location: transaction,
      transaction,
      isUnhandled: false,
      mechanism: null,
      hasUser: project.surface !== 'worker',
      entries: (moment) =>
        [{ type: 'spans', data: spans(moment).spans }, requestEntry(project, moment)].filter((entry) => entry !== null),
      extras: (moment) => {
        const { ids, start } = spans(moment);
        const total = moment.date - start;
        return {
          startTimestamp: start / 1000,
          endTimestamp: moment.date / 1000,
          measurements:
            project.surface === 'browser'
              ? { lcp: { value: total, unit: 'millisecond' }, ttfb: { value: 120, unit: 'millisecond' } }
              : {},
          breakdowns: {
            span_ops: {
              total: { value: total, unit: 'millisecond' },
              [`ops.${problem.operation}`]: { value: problem.count * problem.milliseconds, unit: 'millisecond' },
            },
          },
          occurrence: occurrenceOf(moment, {
            title: problem.title,
            subtitle: description,
            culprit: transaction,
            level: 'info',
            kind: problem.kind,
            evidence: [
              { name: 'Transaction', value: transaction, important: true },
              { name: 'Offending Spans', value: `${problem.operation} - ${description}`, important: true },
              { name: 'Repeating Spans', value: String(problem.count), important: false },
            ],
            data: {
              op: problem.operation,
              offenderSpanIds: ids,
              causeSpanIds: [],
              parentSpanIds: [],
              transactionName: transaction,
              numRepeatingSpans: String(problem.count),
            },
          }),
        };
      },
    };
  };
}
