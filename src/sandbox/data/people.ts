import type { UserRecord } from './model.ts';
import { randomFor } from './random.ts';
import { DAY, HOUR, MINUTE } from './time.ts';

/** Makes the user of a person; an address at an example domain is the key. */
export function createUser(id: string, name: string, email: string, now: number): UserRecord {
  const random = randomFor(`user:${email}`);
  const username = email.split('@')[0] ?? email;
  return {
    id,
    name,
    username: random.chance(0.5) ? email : username,
    email,
    dateJoined: now - random.int(120, 1500) * DAY - random.int(0, 23) * HOUR,
    lastLogin: now - random.int(1, 9000) * MINUTE,
    has2fa: random.chance(0.7),
    isActive: true,
  };
}

/** End users of the applications, whom events happen to. */
export const customers: readonly (readonly [string, string])[] = [
  ['Wade Warren', 'wade.warren@example.com'],
  ['Esther Howard', 'esther.howard@example.com'],
  ['Cameron Williamson', 'cameron.w@example.net'],
  ['Brooklyn Simmons', 'brooklyn@example.org'],
  ['Leslie Alexander', 'leslie.alexander@example.com'],
  ['Guy Hawkins', 'guy.hawkins@example.net'],
  ['Zoë Müller', 'zoe.mueller@example.de'],
  ['Kristin Watson', 'kristin.watson@example.com'],
  ['Bessie Cooper', 'bessie@example.org'],
  ['Ralph Edwards', 'ralph.edwards@example.com'],
  ['Jérôme Dubois', 'jerome.dubois@example.fr'],
  ['Savannah Nguyen', 'savannah.nguyen@example.com'],
  ['Devon Lane', 'devon.lane@example.net'],
  ['Theresa Webb', 'theresa.webb@example.com'],
  ['佐藤 花子', 'hanako.sato@example.jp'],
  ['Dianne Russell', 'dianne.russell@example.com'],
  ['Marvin McKinney', 'marvin@example.org'],
  ['Łukasz Kowalski', 'lukasz.kowalski@example.pl'],
  ['Annette Black', 'annette.black@example.com'],
  ['Floyd Miles', 'floyd.miles@example.net'],
  ['Courtney Henry', 'courtney.henry@example.com'],
  ['Kathryn Murphy', 'kathryn.murphy@example.com'],
  ['Ronald Richards', 'ronald.richards@example.org'],
  ['Eleanor Pena', 'eleanor.pena@example.com'],
];
