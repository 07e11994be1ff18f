import type { Api } from '../gateway/api.ts';
import { CodedError } from '../gateway/http/coded-error.ts';
import type { OrganizationKey } from '../gateway/keys.ts';
import {
  getOrganization,
  listOrganizations,
  type OrganizationFilter,
  organizationPayload,
} from '../gateway/organizations.ts';
import { type Page, type Place, rowsBy, wholePage } from '../gateway/page.ts';
import type { FactsOf } from '../gateway/payload.ts';
import { type Row, required, text } from '../gateway/read.ts';
import { type Batch, readKeys, type Wanted } from './batch.ts';
import { readingCalls } from './bundle.ts';
import { gathered } from './gather.ts';
import type { Loaders } from './index.ts';
import type { Resource, ResponsePath } from './resource.ts';
import { Resources } from './resources.ts';

/** An organization, named by its slug, and what its list and its detail tell of it. */
export type Organization = Resource<OrganizationKey, FactsOf<typeof organizationPayload>>;

/** Organizations, looked up by slug or met in rows: a lone one by detail, several by one list call. */
export class Organizations extends Resources<OrganizationKey, FactsOf<typeof organizationPayload>> {
  constructor(loaders: Loaders) {
    super(loaders, {
      typeName: 'Organization',
      describe: ({ organization }) => `Organization "${organization}"`,
      payload: organizationPayload,
      proof: 'summary',
      ...loading(loaders.api),
    });
  }

  /** The organization of a slug, as far as known. */
  at(slug: string): Organization {
    return this.resource({ organization: slug }, null);
  }

  /** The organization of a list row. */
  of(row: Row): Organization {
    const organization = this.at(required(row, 'slug', text));
    organization.learn(row);
    return organization;
  }

  /** The organization of its detail, as a change of it answers: none of it need be loaded. */
  detailed(row: Row): Organization {
    const organization = this.of(row);
    organization.settle(['summary', 'detail']);
    return organization;
  }

  /** One page of the organizations that the linked account sees and the client may reach, newest first. */
  list(filter: OrganizationFilter, place: Place, level: string): Promise<Page> {
    return listOrganizations(this.loaders.api, filter, place, level);
  }
}

/** The organization once its settings are loaded. @throws CodedError `FORBIDDEN` where Sentry answered with the summary alone. */
export const withSettings = async (organization: Organization, path: ResponsePath): Promise<Organization> => {
  await organization.load('detail', path);
  if (organization.knowsAny('detail')) return organization;
  const message = `Sentry keeps back the settings of ${organization.describe()}: the linked account lacks the scope org:read.`;
  throw new CodedError('FORBIDDEN', message, { origin: 'SENTRY' });
};

const needsDetail = ({ parts }: Wanted<OrganizationKey>): boolean => parts.has('detail');

/** Settings and lone slugs by detail, several slugs by one list call. */
const batchFor =
  (api: Api): Batch<OrganizationKey> =>
  (wanted, level, tell) =>
    readKeys(
      wanted,
      {
        alone: needsDetail,
        single: ({ key }) => getOrganization(api, key.organization, level),
        list: async (run) =>
          rowsBy(
            await listOrganizations(api, { slugs: run.map(({ key }) => key.organization) }, wholePage, level),
            'slug',
          ),
      },
      tell,
    );

const loading = gathered<OrganizationKey>('Organization', batchFor, (wanted) => readingCalls(wanted, needsDetail));
