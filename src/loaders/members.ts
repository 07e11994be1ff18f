import type { Api } from '../gateway/api.ts';
import type { MemberKey } from '../gateway/keys.ts';
import { getMember, listMembers, listTeamMembers, type MemberFilter, memberPayload } from '../gateway/members.ts';
import { type Page, type Place, rowsBy, wholePage } from '../gateway/page.ts';
import type { FactsOf } from '../gateway/payload.ts';
import { type Row, required, text } from '../gateway/read.ts';
import { type Batch, eachGroup, readKeys, type Wanted } from './batch.ts';
import { groupCalls, readingCalls } from './bundle.ts';
import { gathered } from './gather.ts';
import type { Loaders } from './index.ts';
import type { Provable, Resource } from './resource.ts';
import { Resources } from './resources.ts';
import type { Team } from './teams.ts';
import type { User } from './users.ts';

/** A membership or an open invitation, named by its own number, which is not its user's. */
export type Member = Resource<MemberKey, FactsOf<typeof memberPayload>>;

/** Members of organizations, looked up by number or met in rows, and the lists of an organization and of a team. */
export class Members extends Resources<MemberKey, FactsOf<typeof memberPayload>> {
  constructor(loaders: Loaders) {
    super(loaders, {
      typeName: 'Member',
      describe: ({ organization, member }) => `Member "${member}" of organization "${organization}"`,
      payload: memberPayload,
      proof: 'summary',
      ...loading(loaders.api),
    });
  }

  /** The member of a number, as far as known. */
  at(organization: string, member: string, parent: Provable | null = null): Member {
    return this.resource({ organization, member }, parent);
  }

  /** The member of a list row. */
  of(organization: string, from: Row): Member {
    const member = this.at(organization, required(from, 'id', text));
    // A user met through a member knows no more of the seat than its number.
    member.learn(from, { stub: !Object.hasOwn(from, 'email') });
    return member;
  }

  /** The user behind a membership; null while the invitation is open. */
  userOf(member: Member, user: Row | null): User | null {
    const { organization, member: id } = member.key;
    return user && this.loaders.users.of(organization, { ...user, seat: { id } });
  }

  /** One page of an organization's members and open invitations, by number. */
  list(organization: string, filter: MemberFilter, place: Place, level: string): Promise<Page> {
    return listMembers(this.loaders.api, organization, filter, place, level);
  }

  /** One page of a team's members; its rows also tell their roles in the team. */
  listOfTeam(team: Team, place: Place, level: string): Promise<Page> {
    const { organization, team: name } = team.key;
    return team.through(level, listTeamMembers(this.loaders.api, organization, name, place, level));
  }
}

const organizationOf = ({ organization }: MemberKey): string => organization;

const needsDetail = ({ parts }: Wanted<MemberKey>): boolean => parts.has('detail');

/** Teams and lone members by detail, several members by one list call. */
const batchFor =
  (api: Api): Batch<MemberKey> =>
  (wanted, level, tell) =>
    eachGroup(wanted, organizationOf, (group, organization) =>
      readKeys(
        group,
        {
          alone: needsDetail,
          single: ({ key }) => getMember(api, organization, key.member, level),
          list: async (run) => {
            const ids = run.map(({ key }) => key.member);
            const page = await listMembers(api, organization, { ids }, wholePage, level);
            return new Map([...rowsBy(page, 'id')].map(([id, row]) => [`${organization}/${id}`, row]));
          },
        },
        tell,
      ),
    );

const loading = gathered<MemberKey>(
  'Member',
  batchFor,
  groupCalls(organizationOf, (wanted) => readingCalls(wanted, needsDetail)),
);
