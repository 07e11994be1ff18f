import type { AccountKey } from '../gateway/keys.ts';
import {
  getLinkedAccount,
  linkedAccountPayload,
  listLinkedAccounts,
  unknownAccount,
} from '../gateway/linked-accounts.ts';
import type { FactsOf } from '../gateway/payload.ts';
import { required, text } from '../gateway/read.ts';
import type { Loaders } from './index.ts';
import { Once } from './once.ts';
import { Resource } from './resource.ts';
import { type Making, Resources } from './resources.ts';

type Facts = FactsOf<typeof linkedAccountPayload>;

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

/** The links of a Maton account. They hang on the caller's own loaders, never on those of an account. */
export class LinkedAccounts extends Resources<AccountKey, Facts> {
  readonly #default: Once<string | null>;

  constructor(loaders: Loaders) {
    super(loaders, making(loaders));
    this.#default = new Once(loaders.api);
  }

  /** The link of Maton's id, as far as known. */
  at(account: string): LinkedAccount {
    return this.resource({ account }, null);
  }

  /** Every link, oldest first, or those in one of Maton's statuses. Their secret addresses are left behind. */
  async list(status: string | null, level: string): Promise<LinkedAccount[]> {
    const { loaders } = this;
    const rows = await listLinkedAccounts(loaders.api, status, level);
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

  /** Which account answers where none is named: the caller's, else the oldest active one, which one call tells. */
  default(level: string): string | null | Promise<string | null> {
    const { account } = this.loaders.api.caller;
    if (account !== null) return account;
    return this.#default.get('ACTIVE', level, async (api) => {
      const [oldest] = await listLinkedAccounts(api, 'ACTIVE', level);
      return oldest ? required(oldest, 'connection_id', text) : null;
    });
  }
}
