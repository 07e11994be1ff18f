import type { UserRecord } from '../data/model.ts';
import { iso } from '../time.ts';
import { avatar } from './avatar.ts';

/** A user as lists and members carry it. */
export function userPayload(user: UserRecord): Record<string, unknown> {
  return {
    id: user.id,
    name: user.name,
    username: user.username,
    email: user.email,
    avatarUrl: `https://gravatar.com/avatar/${user.id.padStart(32, '0')}?s=32&d=mm`,
    avatar: avatar(),
    isActive: user.isActive,
    isSuspended: false,
    hasPasswordAuth: true,
    isManaged: false,
    dateJoined: iso(user.dateJoined),
    lastLogin: iso(user.lastLogin),
    lastActive: iso(user.lastLogin),
    has2fa: user.has2fa,
    isSuperuser: false,
    isStaff: false,
    experiments: {},
    emails: [{ id: user.id, email: user.email, is_verified: true }],
  };
}
