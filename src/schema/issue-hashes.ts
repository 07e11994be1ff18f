import { limits } from '../gateway/limits.ts';
import { flag, optional, type Row, required, text } from '../gateway/read.ts';
import { latestOfHash, listHashes } from '../loaders/issue-hashes.ts';
import type { Issue as IssueResource } from '../loaders/issues.ts';
import { builder } from './builder.ts';
import { connect, connectionType } from './connection.ts';
import { Event } from './event.ts';
import { costing } from './field-cost.ts';
import { Issue } from './issue.ts';
import { bothWays } from './page-arguments.ts';
import { partsWanted } from './selection.ts';

type Hash = { readonly issue: IssueResource; readonly row: Row };

const IssueHash = builder.objectRef<Hash>('IssueHash');

IssueHash.implement({
  description: 'A fingerprint hash that Sentry grouped into an issue.',
  fields: (t) => ({
    hash: t.string({
      nullable: false,
      description: 'The hash.',
      resolve: ({ row }) => required(row, 'id', text),
    }),
    latestEvent: t.field({
      type: Event,
      description: 'Newest event with this hash, null where its events are gone. Free of a call, with or without body.',
      extensions: { inRow: true, gives: { parts: ['summary', 'body'] } },
      resolve: ({ issue, row }) => latestOfHash(issue, row),
    }),
    mergedBySeer: t.boolean({
      description: "Whether Sentry's similarity search merged it in; null in old builds.",
      resolve: ({ row }) => optional(row, 'mergedBySeer', flag),
    }),
  }),
});

const { ConnectionType: IssueHashConnection } = connectionType(IssueHash, {
  name: 'IssueHash',
  page: 'A page of grouping hashes.',
  row: 'A grouping hash in a page.',
});

builder.objectField(Issue, 'hashes', (t) =>
  t.field({
    type: IssueHashConnection,
    description:
      'Fingerprint hashes grouped into it, latest event first. One call a page; where bodies of `latestEvent` are selected the upstream page is 10 rows, so 25 cost 3 calls.',
    args: bothWays(t.arg),
    ...costing({ shortWithBodies: true }),
    resolve: (issue, args, context, info) => {
      const bodies = partsWanted(info).has('body');
      return connect(
        {
          loaders: issue.loaders,
          paging: 'rows',
          parent: issue,
          args,
          ...(bodies && { perCall: limits.bodiesPerPage }),
          fetch: (place, level) => listHashes(issue, bodies, place, level),
          node: (row) => ({ issue, row }),
        },
        context,
        info,
      );
    },
  }),
);
