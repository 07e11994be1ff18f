/** What addresses an entity: its path parameters. Also the loader's cache key and the content of a node id. */
export type Key = Readonly<Record<string, string>>;
/** `organization` is a slug. */
export type OrganizationKey = { readonly organization: string };
/** `project` is a slug, or a number where only that was given. */
export type ProjectKey = OrganizationKey & { readonly project: string };
/** `issue` is a number, or a short id where only that was given. */
export type IssueKey = OrganizationKey & { readonly issue: string };
/** `event` is an event id: 32 hexadecimal digits. */
export type EventKey = OrganizationKey & { readonly event: string };
/** `team` is a number, or a slug where only that was given. */
export type TeamKey = OrganizationKey & { readonly team: string };
/** `user` is the number of a user, not of a membership. */
export type UserKey = OrganizationKey & { readonly user: string };
/** `member` is the number of a membership, not of a user. */
export type MemberKey = OrganizationKey & { readonly member: string };
/** `version` names a release in all projects of its organization. */
export type ReleaseKey = OrganizationKey & { readonly version: string };

/** `account` is Maton's id of a link. */
export type AccountKey = { readonly account: string };

/** A key as one text, for maps: its values in order, joined by a character that none of them may hold. */
export const keyText = (key: Key): string => Object.values(key).join('/');
