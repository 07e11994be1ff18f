import type { CommitAuthor, OrganizationRecord, UserRecord } from '../data/model.ts';
import { userPayload } from './user.ts';

type Payload = Record<string, unknown>;

/** Someone who wrote a commit: a user where one has that address. */
export function authorPayload(organization: OrganizationRecord, author: CommitAuthor): Payload {
  const user = userByEmail(organization, author.email);
  return user === undefined ? { name: author.name, email: author.email } : userPayload(user);
}

/** The user with an address; undefined where nobody of the organization has it. */
export function userByEmail(organization: OrganizationRecord, email: string): UserRecord | undefined {
  return organization.members.map(({ user }) => user).find((user) => user?.email === email) ?? undefined;
}
