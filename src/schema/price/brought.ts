import { statsPart, statsPeriods } from '../../gateway/project-payload.ts';
import { healthPeriodOf } from '../../gateway/releases.ts';
import type { Arguments } from '../field-cost.ts';

/** A list that rows come from: its field, the arguments it was asked with, and the parts that are wanted of its rows. */
type Listed = { readonly field: string; readonly args: Arguments; readonly wanted: ReadonlySet<string> };

const first = <T>(values: Iterable<T>, isIt: (value: T) => boolean): T[] => {
  for (const value of values) if (isIt(value)) return [value];
  return [];
};

/** With environments the totals and series of a row count those alone. */
const issueParts = ({ args, wanted }: Listed): string[] => {
  const series = first(['series14d', 'series24h'], (part) => wanted.has(part));
  const isWhole = args.environment === null || args.environment === undefined;
  return ['summary', 'unhandled', 'owners', ...(isWhole ? ['totals', ...series] : [])];
};

/** A list brings one window of `stats`; that of all projects none, that of a team not all of them. */
const projectParts = ({ field, wanted }: Listed): string[] => {
  const known = { allProjects: [], 'Team.projects': ['24h', '14d', '30d'] as const }[field] ?? statsPeriods;
  const stats = first(known.map(statsPart), (part) => wanted.has(part));
  return ['summary', 'features', 'environments', 'latestDeploys', ...stats];
};

const releaseParts = ({ wanted }: Listed): string[] => [
  'summary',
  ...first(wanted, (part) => healthPeriodOf(part) !== null),
];

const eventParts = ({ wanted }: Listed): string[] => ['summary', ...(wanted.has('body') ? ['body'] : [])];

/** The parts of their payloads that the rows of a list bring, by the type that they become. */
export const partsBrought = (type: string, listed: Listed): readonly string[] => {
  if (type === 'Issue') return issueParts(listed);
  if (type === 'Project') return projectParts(listed);
  if (type === 'Release') return releaseParts(listed);
  return type === 'Event' ? eventParts(listed) : ['summary'];
};
