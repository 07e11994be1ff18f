import type { AccountKey } from '../gateway/keys.ts';
import {
  getLinkedAccount,
  linkedAccountPayload,
  listLinkedAccounts,
  unknownAccount,
} from '../gateway/linked-accounts.ts';
import type { FactsOf } from '../gateway/payload.ts';
import { optional, type Row, required, text } from '../gateway/read.ts';
import type { Loaders } from './index.ts';
import { Once } from './once.ts';
import { Resource } from './resource.ts';
import { type Making, Resources } from './resources.ts';

type Facts = FactsOf<typeof linkedAccountPayload>;

/** A link of the Maton account to a Sentry account, named by Maton's id. */
export type LinkedAccount = Resource<AccountKey, Facts>;

const making = ({ api }: Loaders): Making<AccountKey, Facts> => ({
  typeName: 'LinkedAccount',
  describe: ({ account }) => `Linked account "${account}"`,
  notFound: ({ account }) => unknownAccount(account),
  payload: linkedAccountPayload,
  proof: 'link',
  admit: (_key, _part, level) => api.operation.admit(level, { calls: 1 }),
  load: ({ account }, _part, level) => getLinkedAccount(api, account, level),
});

/** Names the list of links in every status. */
const anyStatus = '';

/** The links of a Maton account. They hang on the caller's own loaders, never on those of an account. */
export class LinkedAccounts extends Resources<AccountKey, Facts> {
  readonly #lists: Once<readonly Row[]>;

  constructor(loaders: Loaders) {
    super(loaders, making(loaders));
    this.#lists = new Once(loaders.api);
  }

  /** The link of Maton's id, as far as known. */
  at(account: string): LinkedAccount {
    return this.resource({ account }, null);
  }

  /** Every link, oldest first, or those in one of Maton's statuses. Their secret addresses are left behind. */
  async list(status: string | null, level: string): Promise<LinkedAccount[]> {
    const { loaders } = this;
    const rows = await this.#list(status, level);
    return rows.map((row) => {
      const account = new Resource<AccountKey, Facts>(
        { ...making(loaders), loaders },
        { account: required(row, 'connection_id', text) },
        null,
      );
      account.learn({ last_updated_time: null, ...row, url: null });
      return account;
    });
  }

  #list(status: string | null, level: string): Promise<readonly Row[]> {
    return this.#lists.get(status ?? anyStatus, level, (api) => listLinkedAccounts(api, status, level));
  }

  /** Which account answers where none is named: the caller's, else the oldest active one, which the list of all tells as well. */
  default(level: string): string | null | Promise<string | null> {
    const { account } = this.loaders.api.caller;
    if (account !== null) return account;
    return this.#list(this.#lists.has(anyStatus) ? null : 'ACTIVE', level).then((rows) => {
      const oldest = rows.find((row) => optional(row, 'status', text) === 'ACTIVE');
      return oldest ? required(oldest, 'connection_id', text) : null;
    });
  }
}
