import { json, type Row, text } from '../../gateway/read.ts';
import { builder } from '../builder.ts';
import { part } from '../member.ts';

export const EventUser = builder.objectRef<Row>('EventUser').implement({
  description: 'The end user an event happened to, as the application reported.',
  fields: (t) => ({
    userId: t.string({ description: 'Id in the application.', ...part('id', text) }),
    email: t.string({ description: 'E-mail address.', ...part('email', text) }),
    username: t.string({ description: 'User name.', ...part('username', text) }),
    name: t.string({ description: 'Name.', ...part('name', text) }),
    ipAddress: t.string({ description: 'IP address.', ...part('ip_address', text) }),
    geo: t.field({ type: 'JSON', description: 'Place derived from the IP address.', ...part('geo', json) }),
    data: t.field({ type: 'JSON', description: 'Further data.', ...part('data', json) }),
  }),
});
