import type { EventHead } from './model.ts';
import { customers } from './people.ts';
import { hashText, type Random } from './random.ts';

type EventUser = NonNullable<EventHead['user']>;

/** The member of staff whose own orders fail now and then. */
export const janeAsCustomer: EventUser = {
  id: '1042',
  email: 'jane@acme.com',
  username: 'jane',
  name: 'Jane Cooper',
  ip_address: '198.51.100.42',
};

/** Chooses whom an event happened to; not everybody is known by more than an address. */
export function chooseEventUser(random: Random, ip: string): EventUser {
  const [name, email] = random.pick(customers);
  const id = String(10_000 + (hashText(email) % 90_000));
  const draw = random.next();
  if (draw < 0.12) return { id: null, email: null, username: null, name: null, ip_address: ip };
  if (draw < 0.3) return { id, email: null, username: null, name: null, ip_address: ip };
  if (draw < 0.45) return { id: null, email, username: null, name, ip_address: null };
  return { id, email, username: email.split('@')[0] ?? null, name: draw < 0.8 ? name : null, ip_address: ip };
}

/** The `user` tag: the most telling member with its kind in front. */
export function userTag(user: EventUser): string {
  if (user.id !== null) return `id:${user.id}`;
  if (user.email !== null) return `email:${user.email}`;
  return user.username === null ? `ip:${user.ip_address ?? ''}` : `username:${user.username}`;
}
