import { Api } from '../gateway/api.ts';
import type { Caller } from '../gateway/http/call.ts';
import type { Gateway } from '../gateway/http/index.ts';
import { unknownAccount } from '../gateway/linked-accounts.ts';
import type { Operation } from '../gateway/operation.ts';
import { Environments } from './environments.ts';
import { EventSummaries } from './event-summaries.ts';
import { Events } from './events.ts';
import { IssueTags } from './issue-tags.ts';
import { Issues } from './issues.ts';
import { KeptRows } from './kept-rows.ts';
import { LinkedAccounts } from './linked-accounts.ts';
import { Members } from './members.ts';
import { Organizations } from './organizations.ts';
import { Projects } from './projects.ts';
import { Releases } from './releases.ts';
import { Teams } from './teams.ts';
import { Users } from './users.ts';

/** What one operation has fetched through one linked account. Made anew for each, so that nothing crosses callers. */
export class Loaders {
  readonly api: Api;
  /** The linked account as part of node ids: set only where the graph was entered through `linkedAccount(id:)`. */
  readonly namedAccount: string | null;
  /** What earlier operations of the caller have met. */
  readonly kept: KeptRows;
  readonly linkedAccounts: LinkedAccounts;
  readonly organizations: Organizations;
  readonly projects: Projects;
  readonly issues: Issues;
  readonly issueTags: IssueTags;
  readonly events: Events;
  readonly eventSummaries: EventSummaries;
  readonly environments: Environments;
  readonly teams: Teams;
  readonly users: Users;
  readonly members: Members;
  readonly releases: Releases;

  constructor(api: Api, namedAccount: string | null) {
    this.api = api;
    this.namedAccount = namedAccount;
    this.kept = new KeptRows(api);
    this.linkedAccounts = new LinkedAccounts(this);
    this.organizations = new Organizations(this);
    this.projects = new Projects(this);
    this.issues = new Issues(this);
    this.issueTags = new IssueTags();
    this.events = new Events(this);
    this.eventSummaries = new EventSummaries(this);
    this.environments = new Environments(this);
    this.teams = new Teams(this);
    this.users = new Users(this);
    this.members = new Members(this);
    this.releases = new Releases(this);
  }
}

/**
 * Loaders by linked account for one operation of one caller; null is the account the caller came with. `choosable` are the
 * accounts that may be named, null is any.
 * @throws CodedError `LINKED_ACCOUNT_NOT_FOUND` for one that may not be named, as if it did not exist.
 */
export const createLoadersFor = (
  gateway: Gateway,
  caller: Caller,
  operation: Operation,
  choosable: ReadonlySet<string> | null,
): ((account: string | null) => Loaders) => {
  const own = new Loaders(new Api(gateway, caller, operation), null);
  const made = new Map<string, Loaders>();
  return (account) => {
    if (account === null) return own;
    if (choosable && !choosable.has(account)) throw unknownAccount(account);
    const known = made.get(account);
    if (known) return known;
    const api = new Api(gateway, { ...caller, account }, operation, own.linkedAccounts.at(account));
    const loaders = new Loaders(api, account);
    made.set(account, loaders);
    return loaders;
  };
};
