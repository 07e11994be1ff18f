import { type Row, text } from '../gateway/read.ts';
import { builder } from './builder.ts';
import { part } from './member.ts';
import { sensitive } from './sensitive.ts';

export const Metadata = builder.objectRef<Row>('Metadata').implement({
  description: 'Parts of a title; which are set depends on the kind of event.',
  fields: (t) => ({
    type: t.string({ description: 'Error type.', ...part('type', text) }),
    value: t.string({ description: 'Error message.', ...part('value', text) }),
    title: t.string({ description: 'Title of what is not an error.', ...part('title', text) }),
    filename: t.string({ description: 'File.', ...part('filename', text) }),
    function: t.string({ description: 'Function.', ...part('function', text) }),
    raw: t.field({
      type: 'JSON',
      nullable: false,
      description: 'Everything, as Sentry gave it; needs the SENSITIVE scope and is empty without.',
      ...sensitive({ resolve: (metadata: Row): unknown => metadata }),
    }),
  }),
});
