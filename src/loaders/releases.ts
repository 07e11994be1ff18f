import type { ReleaseKey } from '../gateway/keys.ts';
import { rowsBy, wholePage } from '../gateway/page.ts';
import type { FactsOf } from '../gateway/payload.ts';
import { type Row, required, text } from '../gateway/read.ts';
import { getRelease, isAloneVersion, listReleasesByVersion, releasePayload } from '../gateway/releases.ts';
import { type Batch, batched, eachGroup, readKeys } from './batch.ts';
import type { Loaders } from './index.ts';
import type { Provable, Resource } from './resource.ts';
import { Resources } from './resources.ts';

export type Release = Resource<ReleaseKey, FactsOf<typeof releasePayload>>;

export class Releases extends Resources<ReleaseKey, FactsOf<typeof releasePayload>> {
  constructor(loaders: Loaders) {
    super(loaders, {
      typeName: 'Release',
      describe: ({ organization, version }) => `Release "${version}" of organization "${organization}"`,
      payload: releasePayload,
      proof: 'summary',
      load: batched(batchFor(loaders)),
    });
  }

  /** The release of a version, as far as known. `parent` only where the organization was looked up. */
  at(organization: string, version: string, parent: Provable | null = null): Release {
    return this.resource({ organization, version }, parent);
  }

  /** The release of a list row, or of the stub inside an event or issue. */
  of(organization: string, row: Row, { stub = false } = {}): Release {
    const release = this.at(organization, required(row, 'version', text));
    release.learn(row, { stub });
    return release;
  }
}

/** A lone version by detail, several by one list call. */
const batchFor =
  ({ api }: Loaders): Batch<ReleaseKey> =>
  (wanted, level) =>
    eachGroup(
      wanted,
      ({ organization }) => organization,
      (group, organization) =>
        readKeys(group, {
          alone: ({ key }) => isAloneVersion(key.version),
          single: ({ key }) => getRelease(api, organization, key.version, level),
          list: async (run) => {
            const versions = run.map(({ key }) => key.version);
            const page = await listReleasesByVersion(api, organization, versions, wholePage, level);
            return new Map([...rowsBy(page, 'version')].map(([version, row]) => [`${organization}/${version}`, row]));
          },
          saved: (calls) => api.operation.cost.saved('batch', calls),
        }),
    );
