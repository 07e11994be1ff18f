import { type ByHand, pick, type Row } from './rest.ts';

const valuesOf = (event: Row, type: string): Row[] =>
  event.entries.find((entry: Row) => entry.type === type)?.data.values ?? [];

/** Frames of the application itself. */
export const frames = (trace: Row, withContext: boolean) =>
  trace.frames
    .filter(({ inApp }: Row) => inApp)
    .map(({ context, ...frame }: Row) => ({
      ...pick(frame, 'filename', 'function', 'lineNo'),
      ...(withContext && { context: context.map(([lineNo, line]: [number, string]) => ({ lineNo, line })) }),
    }));

export const exceptions = (event: Row): Row[] => valuesOf(event, 'exception');

export const breadcrumbs = (event: Row): Row[] => valuesOf(event, 'breadcrumbs');

/** The stack trace of the last exception, else of the crashed thread, else of the event itself. */
export const stacktrace = (event: Row, withContext: boolean) => {
  const crashed = valuesOf(event, 'threads').filter((thread) => thread.crashed);
  const own = event.entries.find(({ type }: Row) => type === 'stacktrace')?.data;
  const traces = [...exceptions(event).toReversed(), ...crashed].map((each) => each.stacktrace);
  const shown = [...traces, own].find((trace) => trace?.frames?.length > 0);
  return shown ? { frames: frames(shown, withContext) } : null;
};

const fields = 'id project timestamp issue.id issue title environment release'.split(' ');

const errorsOfAPerson: ByHand = async (rest, { organization, person, withIssues = false }) => {
  const { rows, hasNextPage } = await rest.page(`/organizations/${organization}/events/`, {
    ...{ dataset: 'errors', field: fields, query: person, project: '-1' },
    ...{ statsPeriod: '24h', sort: '-timestamp', per_page: 100 },
  });
  const group = [...new Set<string>(rows.data.map((row: Row) => String(row['issue.id'])))];
  const found: Row[] = withIssues
    ? await rest.get(`/organizations/${organization}/issues/`, { group, project: '-1' })
    : [];
  const nodes = rows.data.map((row: Row) => {
    const issue = found.find(({ id }) => id === String(row['issue.id']));
    return {
      databaseId: row.id,
      dateCreated: row.timestamp,
      title: row.title,
      url: `https://${organization}.sentry.io/issues/${row['issue.id']}/events/${row.id}/`,
      project: { slug: row.project },
      issue: {
        shortId: row.issue,
        ...(issue && { status: issue.status.toUpperCase(), assignee: pick(issue.assignedTo, 'name') }),
      },
      release: { version: row.release },
      environment: row.environment,
    };
  });
  return { organization: { events: { nodes, pageInfo: { hasNextPage } } } };
};

export const events: Readonly<Record<string, ByHand>> = {
  'errors-of-a-person': errorsOfAPerson,
  'errors-of-a-person with their issues': errorsOfAPerson,
};
