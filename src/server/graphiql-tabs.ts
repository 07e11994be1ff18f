import type { Mode } from '../config.ts';
import { accountTabs } from './graphiql-account-tabs.ts';
import { sandboxTabs } from './graphiql-sandbox-tabs.ts';

/** A query that GraphiQL opens with, and its headers. */
export type Tab = { readonly query: string; readonly headers?: string };

/** In pass-through mode each client sends its own Maton key, which the page keeps in memory alone. */
const keyHeader = '{ "Authorization": "Bearer YOUR_MATON_API_KEY" }';

/** The tabs that GraphiQL opens with, as fits what is served. */
export const tabsFor = (mode: Mode): readonly Tab[] => {
  if (mode === 'sandbox') return sandboxTabs;
  return mode === 'pass-through' ? accountTabs.map((tab) => ({ ...tab, headers: keyHeader })) : accountTabs;
};
