import { json, type Row, text } from '../../gateway/read.ts';
import { builder } from '../builder.ts';
import { part } from '../member.ts';
import { sensitive } from '../sensitive.ts';
import { label } from './label.ts';

export const EventProcessingError = builder.objectRef<Row>('EventProcessingError').implement({
  description: 'A problem met while processing an event.',
  fields: (t) => ({
    type: t.string({
      nullable: false,
      description: 'Kind, such as `js_invalid_sourcemap_location`.',
      resolve: label('type'),
    }),
    message: t.string({ description: 'Message.', ...part('message', text) }),
    data: t.field({
      type: 'JSON',
      description: 'Details, such as the value that was refused; needs the SENSITIVE scope.',
      ...sensitive(part('data', json)),
    }),
  }),
});
