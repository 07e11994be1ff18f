import { issuePayload } from '../gateway/issue-payload.ts';
import { optional, type Row, text, time } from '../gateway/read.ts';
import type { Issue as IssueResource } from '../loaders/issues.ts';
import { Actor, actorOf } from './actor.ts';
import { builder } from './builder.ts';
import { costing } from './field-cost.ts';
import { Issue } from './issue.ts';
import { andThen } from './member.ts';

type Suggestion = { readonly issue: IssueResource; readonly row: Row };

/** Sentry names an owner by one text, `user:11` or `team:5`; in its documentation by `type` and a bare id. */
const suggested = ({ issue, row }: Suggestion) => {
  const [, kind, id] = /^(?:(user|team):)?(\d+)$/.exec(optional(row, 'owner', text) ?? '') ?? [];
  const type = kind ?? optional(row, 'type', text);
  return id === undefined ? null : actorOf(issue.loaders, issue.key.organization, { type, id });
};

const IssueOwner = builder.objectRef<Suggestion>('IssueOwner').implement({
  description: 'A suggested owner of an issue.',
  fields: (t) => ({
    type: t.string({
      nullable: false,
      description:
        "Where the suggestion comes from, in Sentry's word: `suspectCommit`, `ownershipRule` or `codeowners`.",
      resolve: ({ row }) => optional(row, 'type', text) ?? '',
    }),
    owner: t.field({
      type: Actor,
      description: 'User or team suggested, of which only the id is known: the name is one batched call.',
      ...costing({ gives: { members: ['id'] } }),
      resolve: suggested,
    }),
    dateAdded: t.field({
      type: 'DateTime',
      description: 'When it was suggested.',
      resolve: ({ row }) => optional(row, 'date_added', time),
    }),
  }),
});

builder.objectField(Issue, 'owners', (t) =>
  t.field({
    type: [IssueOwner],
    description:
      'Owners suggested by ownership rules and suspect commits, null where there is none. Free of a call in issue lists, elsewhere one batched call.',
    extensions: { part: issuePayload.partOf.owners, reads: 'owners' },
    resolve: (issue, _args, _context, { path }) =>
      andThen(issue.get('owners', path), (owners) => owners?.map((row) => ({ issue, row }))),
  }),
);
