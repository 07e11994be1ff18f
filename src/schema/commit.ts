import { isRow, member, optional, required, row, rows, text, time } from '../gateway/read.ts';
import { builder } from './builder.ts';
import { CommitAuthor, inside, type Within } from './commit-author.ts';
import { connect, connectionType } from './connection.ts';
import { costing } from './field-cost.ts';
import { IssueStatusDetails } from './issue-status-details.ts';
import { andThen } from './member.ts';
import { forwards } from './page-arguments.ts';
import { PullRequest } from './pull-request.ts';
import { Release } from './release.ts';
import { Repository, repositoryIn } from './repository.ts';

const Commit = builder.objectRef<Within>('Commit');

Commit.implement({
  description: 'A commit known to Sentry.',
  fields: (t) => ({
    sha: t.string({
      nullable: false,
      description: "Hash of the commit (`id` in Sentry's API).",
      resolve: ({ row: commit }) => required(commit, 'id', text),
    }),
    message: t.string({ description: 'Message.', resolve: ({ row: commit }) => optional(commit, 'message', text) }),
    dateCreated: t.field({
      type: 'DateTime',
      description: 'When it was made.',
      resolve: ({ row: commit }) => optional(commit, 'dateCreated', time),
    }),
    author: t.field({
      type: CommitAuthor,
      description: 'Author.',
      resolve: (commit) => {
        const author = optional(commit.row, 'author', row);
        return author && inside(commit, author);
      },
    }),
    repository: t.field({
      type: Repository,
      description: 'Repository.',
      resolve: ({ row: commit }) => repositoryIn(commit),
    }),
    pullRequest: t.field({
      type: PullRequest,
      description: 'Pull request it came with.',
      resolve: (commit) => {
        const pull = optional(commit.row, 'pullRequest', row);
        return pull && member(pull, 'id') !== undefined ? inside(commit, pull) : null;
      },
    }),
    releases: t.field({
      type: [Release],
      description: 'Releases it is part of; their versions, dates, `ref` and `externalUrl` are free.',
      ...costing({ gives: { members: ['version', 'shortVersion', 'ref', 'url', 'dateReleased', 'dateCreated'] } }),
      resolve: ({ loaders, organization, row: commit }) =>
        optional(commit, 'releases', rows)
          ?.filter((stub) => member(stub, 'version') !== undefined)
          .map((stub) => loaders.releases.of(organization, stub, { stub: true })),
    }),
  }),
});

const { ConnectionType: CommitConnection } = connectionType(Commit, {
  name: 'Commit',
  page: 'A page of commits.',
  row: 'A commit in a page.',
});

builder.objectFields(Release, (t) => ({
  lastCommit: t.field({
    type: Commit,
    description: 'Last commit.',
    extensions: { part: 'summary', reads: 'lastCommit' },
    resolve: (release, _args, _context, { path }) =>
      andThen(release.get('lastCommit', path), (commit) =>
        commit && member(commit, 'id') !== undefined
          ? { loaders: release.loaders, organization: release.key.organization, row: commit }
          : null,
      ),
  }),
  commits: t.field({
    type: CommitConnection,
    description: 'Its commits, in release order. One call a page.',
    args: forwards(t.arg),
    resolve: (release, args, context, info) => {
      const { loaders, key } = release;
      const { organization } = key;
      return connect(
        {
          loaders,
          paging: 'keys',
          parent: release,
          args,
          fetch: (place, level) => loaders.releases.commits(release, place, level),
          node: (commit) => ({ loaders, organization, row: commit }),
        },
        context,
        info,
      );
    },
  }),
}));

builder.objectField(IssueStatusDetails, 'inCommit', (t) =>
  t.field({
    type: Commit,
    description: 'Commit it was resolved in.',
    resolve: ({ issue: { loaders, key }, details }) => {
      const commit = member(details, 'inCommit');
      // Sentry's document calls it a text; its answers hold an object.
      const from = typeof commit === 'string' ? { id: commit } : commit;
      return isRow(from) && member(from, 'id') !== undefined
        ? inside({ loaders, organization: key.organization }, from)
        : null;
    },
  }),
);
