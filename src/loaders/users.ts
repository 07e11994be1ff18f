import type { Api } from '../gateway/api.ts';
import { CodedError } from '../gateway/http/coded-error.ts';
import type { UserKey } from '../gateway/keys.ts';
import { listMembers, userPayload } from '../gateway/members.ts';
import { readable, wholePage } from '../gateway/page.ts';
import type { FactsOf } from '../gateway/payload.ts';
import { isRow, member, type Row, required, text } from '../gateway/read.ts';
import { type Batch, eachGroup, readKeys } from './batch.ts';
import { groupCalls, readingCalls } from './bundle.ts';
import { gathered } from './gather.ts';
import type { Loaders } from './index.ts';
import type { Resource } from './resource.ts';
import { Resources } from './resources.ts';

/** A user of Sentry in an organization, named by number; beside stubs the members list alone tells of one. */
export type User = Resource<UserKey, FactsOf<typeof userPayload>>;

/** Users, met in assignments, activities and memberships, or looked up by number in the members list. */
export class Users extends Resources<UserKey, FactsOf<typeof userPayload>> {
  constructor(loaders: Loaders) {
    super(loaders, {
      typeName: 'User',
      describe: ({ organization, user }) => `User "${user}" of organization "${organization}"`,
      payload: userPayload,
      proof: 'summary',
      outlived: true,
      ...loading(loaders.api),
    });
  }

  /** The user of a number, as far as known. */
  at(organization: string, user: string): User {
    return this.resource({ organization, user }, null);
  }

  /** The user of a stub inside an assignment or an activity. */
  of(organization: string, from: Row, { stub = false } = {}): User {
    const user = this.at(organization, required(from, 'id', text));
    user.learn(from, { stub });
    return user;
  }
}

const organizationOf = ({ organization }: UserKey): string => organization;

/** Users by the members list, which alone tells them; one list call for all of an organization. */
const batchFor =
  (api: Api): Batch<UserKey> =>
  (wanted, level, tell) =>
    eachGroup(wanted, organizationOf, (group, organization) => {
      const usersOf = async (ids: readonly string[]): Promise<Map<string, Row>> => {
        const page = await listMembers(api, organization, { userIds: ids }, wholePage, level);
        return new Map(
          readable(page).flatMap((from): [string, Row][] => {
            const user = member(from, 'user');
            if (!isRow(user) || member(user, 'id') === undefined) return [];
            return [[`${organization}/${required(user, 'id', text)}`, { ...user, seat: from }]];
          }),
        );
      };
      return readKeys(
        group,
        {
          single: async ({ key, text: asked }) => {
            const user = (await usersOf([key.user])).get(asked);
            if (!user) throw new CodedError('NOT_FOUND', 'The user is no member of the organization.');
            return user;
          },
          list: (run) => usersOf(run.map(({ key }) => key.user)),
          final: true,
        },
        tell,
      );
    });

const loading = gathered<UserKey>(
  'User',
  batchFor,
  groupCalls(organizationOf, (wanted) => readingCalls(wanted, () => false)),
);
