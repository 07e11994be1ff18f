import type { Api } from '../gateway/api.ts';
import type { ReleaseKey } from '../gateway/keys.ts';
import { type Page, type Place, rowsBy, wholePage } from '../gateway/page.ts';
import type { FactsOf } from '../gateway/payload.ts';
import { type Row, required, text } from '../gateway/read.ts';
import {
  getRelease,
  type HealthPeriod,
  healthPeriodOf,
  isAloneVersion,
  listCommits,
  listDeploys,
  listReleases,
  listReleasesByVersion,
  type ReleaseFilter,
  releasePayload,
} from '../gateway/releases.ts';
import { type Batch, type Found, partText, readKeys, type Tell, type Wanted } from './batch.ts';
import { type CallsFor, readingCalls } from './bundle.ts';
import { gathered } from './gather.ts';
import type { Loaders } from './index.ts';
import { narrowed } from './narrowed.ts';
import type { Organization } from './organizations.ts';
import type { Project } from './projects.ts';
import type { Provable, Resource } from './resource.ts';
import { Resources } from './resources.ts';

/** A release, named by its version, and what lists, its detail and stubs tell of it. */
export type Release = Resource<ReleaseKey, FactsOf<typeof releasePayload>>;

/** The one window of health that a list call can bring: the first of the wanted parts that has one. */
const healthOf = (parts: ReadonlySet<string>): HealthPeriod | null =>
  [...parts].map(healthPeriodOf).find((period) => period !== null) ?? null;

/** Releases, looked up by version or met in rows, with their lists, deploys and commits. */
export class Releases extends Resources<ReleaseKey, FactsOf<typeof releasePayload>> {
  constructor(loaders: Loaders) {
    super(loaders, {
      typeName: 'Release',
      describe: ({ organization, version }) => `Release "${version}" of organization "${organization}"`,
      payload: releasePayload,
      proof: 'summary',
      outlived: true,
      ...loading(loaders.api),
    });
  }

  /** The release of a version, as far as known. `parent` only where the organization was looked up. */
  at(organization: string, version: string, parent: Provable | null = null): Release {
    return this.resource({ organization, version }, parent);
  }

  /** The release of a list row, or of the stub inside an event, issue, project or commit. */
  of(organization: string, row: Row, { stub = false } = {}): Release {
    const release = this.at(organization, required(row, 'version', text));
    release.learn(row, { stub });
    return release;
  }

  /**
   * One page of the releases of an organization, or of a project by the organization's list; of the windows of health among `parts`
   * its rows hold the first.
   */
  list(
    parent: Organization | Project,
    filter: ReleaseFilter,
    parts: ReadonlySet<string>,
    place: Place,
    level: string,
  ): Promise<Page> {
    const { organization } = parent.key;
    return narrowed(parent, filter, level, (projects) =>
      listReleases(this.loaders.api, organization, { ...filter, projects }, healthOf(parts), place, level),
    );
  }

  /** One page of a project's releases, asked of the organization's list. */
  listOfProject(
    project: Project,
    filter: Omit<ReleaseFilter, 'projects'>,
    parts: ReadonlySet<string>,
    place: Place,
    level: string,
  ): Promise<Page> {
    return this.list(project, { ...filter, projects: [project.key.project] }, parts, place, level);
  }

  /** One page of a release's deploys, newest first: the last one of each project and environment. */
  deploys(release: Release, place: Place, level: string): Promise<Page> {
    const { organization, version } = release.key;
    return release.through(level, listDeploys(this.loaders.api, organization, version, place, level));
  }

  /** One page of a release's commits, in its order. */
  commits(release: Release, place: Place, level: string): Promise<Page> {
    const { organization, version } = release.key;
    return release.through(level, listCommits(this.loaders.api, organization, version, place, level));
  }
}

type Ask = {
  readonly organization: string;
  readonly health: HealthPeriod | null;
  readonly wanted: Wanted<ReleaseKey>[];
};

/** One ask for each organization and window of health: a call brings one window, and any brings the summary. */
const asksOf = (wanted: readonly Wanted<ReleaseKey>[]): Ask[] => {
  const asks = new Map<string, Ask>();
  for (const item of wanted) {
    const periods = [...item.parts].map(healthPeriodOf).filter((period) => period !== null);
    for (const health of periods.length > 0 ? periods : [null]) {
      const { organization } = item.key;
      const name = `${organization}/${health}`;
      const ask = asks.get(name) ?? { organization, health, wanted: [] };
      asks.set(name, ask);
      ask.wanted.push(item);
    }
  }
  return [...asks.values()];
};

const isAlone = ({ key }: Wanted<ReleaseKey>): boolean => isAloneVersion(key.version);

/** How many calls a batch of releases takes. */
export const releaseCalls: CallsFor<ReleaseKey> = (wanted) =>
  asksOf(wanted).reduce((sum, ask) => sum + readingCalls(ask.wanted, isAlone), 0);

/** Tells of the parts that a row with one window of health has: the rest of the key comes with another. */
const tellParts =
  (wanted: readonly Wanted<ReleaseKey>[], health: HealthPeriod | null, tell: Tell): Tell =>
  (name, row) => {
    for (const part of wanted.find(({ text: asked }) => asked === name)?.parts ?? []) {
      if ((healthPeriodOf(part) ?? health) === health) tell(partText(name, part), row);
    }
  };

/** A lone version by detail, several by one list call. */
const batchFor =
  (api: Api): Batch<ReleaseKey> =>
  async (wanted, level, tell) => {
    const findings = await Promise.all(
      asksOf(wanted).map(({ organization, health, wanted: some }) =>
        readKeys(
          some,
          {
            alone: isAlone,
            single: ({ key }) => getRelease(api, organization, key.version, health, level),
            list: async (run) => {
              const versions = run.map(({ key }) => key.version);
              const page = await listReleasesByVersion(api, organization, versions, health, wholePage, level);
              return new Map([...rowsBy(page, 'version')].map(([version, row]) => [`${organization}/${version}`, row]));
            },
          },
          tellParts(some, health, tell),
        ),
      ),
    );
    const found: Found = new Map();
    for (const [text, row] of findings.flatMap((finding) => [...finding])) {
      const other = found.get(text);
      found.set(text, other && !(other instanceof Error) && !(row instanceof Error) ? { ...other, ...row } : row);
    }
    return found;
  };

const loading = gathered<ReleaseKey>('Release', batchFor, releaseCalls);
