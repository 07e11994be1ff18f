import { type Row, text } from '../../gateway/read.ts';
import { builder } from '../builder.ts';
import { part } from '../member.ts';

export const Sdk = builder.objectRef<Row>('Sdk').implement({
  description: 'An SDK.',
  fields: (t) => ({
    name: t.string({ description: 'Name.', ...part('name', text) }),
    version: t.string({ description: 'Version.', ...part('version', text) }),
  }),
});
