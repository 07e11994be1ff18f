import { optional, required, row, text, time } from '../gateway/read.ts';
import { builder } from './builder.ts';
import { CommitAuthor, inside, type Within } from './commit-author.ts';
import { known } from './known.ts';
import { Repository, repositoryIn } from './repository.ts';

const PullRequestStatus = builder.enumType('PullRequestStatus', {
  description: 'Status of a pull request.',
  values: {
    OPEN: { description: 'Open.' },
    DRAFT: { description: 'Draft.' },
    MERGED: { description: 'Merged.' },
    CLOSED: { description: 'Closed.' },
    UNKNOWN: { description: "Sentry's `unknown`, or a status this service does not know; read the raw field." },
  },
});

const statuses = ['OPEN', 'DRAFT', 'MERGED', 'CLOSED'] as const;

export const PullRequest = builder.objectRef<Within>('PullRequest').implement({
  description: 'A pull request.',
  fields: (t) => ({
    number: t.string({
      nullable: false,
      description: "Number at the provider (`id` in Sentry's API).",
      resolve: ({ row: pull }) => required(pull, 'id', text),
    }),
    title: t.string({ description: 'Title.', resolve: ({ row: pull }) => optional(pull, 'title', text) }),
    message: t.string({ description: 'Text.', resolve: ({ row: pull }) => optional(pull, 'message', text) }),
    externalUrl: t.string({
      description: 'Its page at the provider.',
      resolve: ({ row: pull }) => optional(pull, 'externalUrl', text),
    }),
    status: t.field({
      type: PullRequestStatus,
      description: 'Status.',
      resolve: ({ row: pull }) => {
        const status = optional(pull, 'status', text);
        return status === null ? null : known(status, statuses);
      },
    }),
    statusRaw: t.string({
      description: "Status in Sentry's own word.",
      resolve: ({ row: pull }) => optional(pull, 'status', text),
    }),
    dateCreated: t.field({
      type: 'DateTime',
      description: 'When it was opened.',
      resolve: ({ row: pull }) => optional(pull, 'dateCreated', time),
    }),
    mergedAt: t.field({
      type: 'DateTime',
      description: 'When it was merged.',
      resolve: ({ row: pull }) => optional(pull, 'mergedAt', time),
    }),
    author: t.field({
      type: CommitAuthor,
      description: 'Author.',
      resolve: (pull) => {
        const author = optional(pull.row, 'author', row);
        return author && inside(pull, author);
      },
    }),
    repository: t.field({
      type: Repository,
      description: 'Repository.',
      resolve: ({ row: pull }) => repositoryIn(pull),
    }),
  }),
});
