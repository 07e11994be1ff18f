import type { Api } from '../gateway/api.ts';
import type { TeamKey } from '../gateway/keys.ts';
import { type Page, type Place, wholePage } from '../gateway/page.ts';
import type { FactsOf } from '../gateway/payload.ts';
import { optional, type Row, required, text } from '../gateway/read.ts';
import { getTeam, listTeams, type TeamFilter, teamPayload } from '../gateway/teams.ts';
import { type Batch, readKeys } from './batch.ts';
import { groupCalls, readingCalls } from './bundle.ts';
import { eachNaming, listNamed, namingOf } from './by-name.ts';
import { gathered } from './gather.ts';
import type { Loaders } from './index.ts';
import type { Provable, Resource } from './resource.ts';
import { Resources } from './resources.ts';

/** A team, named by its number or slug, and what lists, its detail and stubs tell of it. */
export type Team = Resource<TeamKey, FactsOf<typeof teamPayload>>;

/** Teams, looked up by number or slug or met in rows: a lone one by detail, several by one list call. */
export class Teams extends Resources<TeamKey, FactsOf<typeof teamPayload>> {
  constructor(loaders: Loaders) {
    super(loaders, {
      typeName: 'Team',
      describe: ({ organization, team }) => `Team "${team}" of organization "${organization}"`,
      payload: teamPayload,
      proof: 'summary',
      names: ['id', 'slug'],
      ...loading(loaders.api),
    });
  }

  /** The team of a number or slug, as far as known. `parent` only where the organization was looked up. */
  at(organization: string, team: string, parent: Provable | null = null): Team {
    return this.resource({ organization, team }, parent);
  }

  /** The team of an assignment, whose `name` is the slug (`actor.py`: `name = obj.slug`), or a whole row among participants. */
  assigned(organization: string, row: Row): Team {
    const whole = Object.hasOwn(row, 'slug');
    const team = this.at(organization, required(row, 'id', text));
    team.learn(whole ? row : { ...row, slug: optional(row, 'name', text) }, { stub: !whole });
    return team;
  }

  /** The team of a slug that a payload named. */
  slugged(organization: string, slug: string): Team {
    const team = this.at(organization, slug);
    team.learn({ slug }, { stub: true });
    return team;
  }

  /** One page of an organization's teams, by slug. */
  list(organization: string, filter: TeamFilter, place: Place, level: string): Promise<Page> {
    return listTeams(this.loaders.api, organization, filter, place, level);
  }

  /** The team of a list row, or of the stub inside a project. */
  of(organization: string, row: Row, { stub = false } = {}): Team {
    const team = this.at(organization, required(row, 'id', text));
    team.learn(row, { stub });
    return team;
  }
}

const nameOf = ({ team }: TeamKey): string => team;

/** A lone team by detail; several numbers by one list call, several slugs by another. */
const batchFor =
  (api: Api): Batch<TeamKey> =>
  (wanted, level, tell) =>
    eachNaming(wanted, nameOf, (group) =>
      readKeys(
        group,
        {
          single: ({ key }) => getTeam(api, key.organization, key.team, level),
          list: (run) =>
            listNamed(run, nameOf, (organization, names) => listTeams(api, organization, names, wholePage, level)),
        },
        tell,
      ),
    );

const loading = gathered<TeamKey>(
  'Team',
  batchFor,
  groupCalls(namingOf(nameOf), (wanted) => readingCalls(wanted, () => false)),
);
