import { issuePayload } from '../gateway/issue-payload.ts';
import { isRow, optional, type Row, text } from '../gateway/read.ts';
import { builder } from './builder.ts';
import { Issue } from './issue.ts';
import { member, part } from './member.ts';

const Annotation = builder.objectRef<Row>('Annotation').implement({
  description: 'A link that an integration put on an issue.',
  fields: (t) => ({
    displayName: t.string({
      nullable: false,
      description: 'Text.',
      resolve: (annotation) => optional(annotation, 'displayName', text) ?? '',
    }),
    url: t.string({ description: 'Target, null in old builds.', ...part('url', text) }),
  }),
});

/** Old builds of Sentry give annotations as plain texts. */
const annotationsOf = (values: readonly unknown[]): Row[] =>
  values.map((value) => (isRow(value) ? value : { displayName: String(value) }));

builder.objectField(Issue, 'annotations', (t) =>
  t.field({
    type: [Annotation],
    description: 'Links to other systems.',
    ...member(issuePayload, 'annotations', annotationsOf),
  }),
);
