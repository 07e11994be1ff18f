import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { Asked, Graph } from './graph.ts';

const acme = 'GET /organizations/acme/';
const counted = 'collapse=lifetime&collapse=filtered&collapse=unhandled&groupStatsPeriod=';
const counting = 'collapse=filtered&collapse=unhandled&groupStatsPeriod=';
const inDepth = 'collapse=tags&collapse=stats&expand=owners';

export type Rounds = readonly (readonly string[])[];

/** What an example is asked with, and the calls it takes, round by round; those of a round in any order. */
export type Example = {
  readonly variables: () => Record<string, unknown>;
  readonly calls: Rounds | ((data: Asked['data']) => Rounds);
};

/** The file of an example, in `examples/queries/`. */
export const fileOf = (name: string): string => `${name.split(' ')[0]}.graphql`;

/** The document of an example. */
export const textOf = (name: string): string => readFileSync(`examples/queries/${fileOf(name)}`, 'utf8');

const personsEvents = `${acme}events/?${[
  'dataset=errors',
  ...['id', 'project', 'timestamp', 'project.id', 'issue.id', 'issue', 'title', 'environment', 'release'].map(
    (field) => `field=${field}`,
  ),
  'query=user.email:jane@acme.com&project=-1&statsPeriod=24h&sort=-timestamp&per_page=100',
].join('&')}`;

/** Examples by the name of their file, then by what is particular to the way they are asked. `graph` is read when one is asked. */
export const examplesOf = (graph: () => Graph): Record<string, Example> => {
  const organization = () => ({ organization: 'acme' });

  const account = (index: number) => graph().sandbox.worlds[index]?.connection.id;
  const world = () => graph().sandbox.worlds[0]?.organizations.find(({ slug }) => slug === 'acme');
  const issueId = (shortId: string) => world()?.issues.find((issue) => issue.shortId === shortId)?.id ?? '';
  /** An issue with suggested owners. */
  const owned = () =>
    world()?.issues.find(
      ({ type, status, owners, firstRelease, assignedTo, mergedInto }) =>
        type === 'error' && status === 'unresolved' && owners.length > 1 && firstRelease && assignedTo && !mergedInto,
    );
  const latestEvent = (shortId: string) => `${acme}issues/${issueId(shortId)}/events/latest/`;
  const link = (path: string) => ({ url: `https://acme.sentry.io/issues/${path}` });

  return {
    'all-projects': {
      variables: organization,
      calls: [[`${acme}projects/?all_projects=1&collapse=latestDeploys&collapse=unusedFeatures`]],
    },
    'errors-of-a-person': {
      variables: () => ({ organization: 'acme', person: 'user.email:jane@acme.com' }),
      calls: [[personsEvents]],
    },
    'errors-of-a-person with their issues': {
      variables: () => ({ organization: 'acme', person: 'user.email:jane@acme.com', withIssues: true }),
      calls: ({ organization: { events } }) => {
        const shortIds = new Set<string>(
          events.nodes.map(({ issue }: { issue: { shortId: string } }) => issue.shortId),
        );
        expect(shortIds.size).toBeGreaterThan(1);
        const groups = [...shortIds].map((shortId) => `group=${issueId(shortId)}`).join('&');
        return [[personsEvents], [`${acme}issues/?${groups}&project=-1&collapse=stats&${counted}`]];
      },
    },
    'last-releases': { variables: organization, calls: [[`${acme}releases/?project=-1&status=open&per_page=20`]] },
    'linked-accounts': {
      variables: () => ({}),
      calls: [['GET /connections?app=sentry'], ['GET /connections?app=sentry&status=ACTIVE']],
    },
    'newest-production-errors': {
      variables: organization,
      calls: [[`${acme}issues/?query=is:unresolved&project=-1&environment=production&sort=new&${counted}&limit=25`]],
    },
    'noisiest-issues': {
      variables: () => ({ organization: 'acme', project: 'storefront' }),
      calls: ({ project }) => {
        const shortIds: string[] = project.issues.edges.map(({ node }: { node: { shortId: string } }) => node.shortId);
        expect(shortIds).toHaveLength(8);
        return [
          [`${acme}issues/?query=is:unresolved&project=storefront&sort=freq&${counted}&limit=8`],
          shortIds.map(latestEvent),
        ];
      },
    },
    'organization-to-frame': {
      variables: organization,
      calls: ({ organization: { projects } }) => {
        const found: { slug: string; issues: { nodes: { shortId: string }[] } }[] = projects.nodes;
        const id = (slug: string) => world()?.projects.find((project) => project.slug === slug)?.id;
        return [
          // The organization's own call: its name is in no other payload.
          [`${acme}?detailed=0`, `${acme}projects/?collapse=latestDeploys&collapse=unusedFeatures&per_page=3`],
          found.map(
            ({ slug }) => `${acme}issues/?query=is:unresolved&project=${id(slug)}&sort=date&${counting}&limit=2`,
          ),
          found.flatMap(({ issues }) => issues.nodes.map(({ shortId }) => latestEvent(shortId))),
        ];
      },
    },
    'pending-invitations': { variables: organization, calls: [[`${acme}members/?query=isInvited:true&per_page=50`]] },
    'release-day': {
      variables: () => ({ organization: 'acme', version: '2.4.0' }),
      calls: [
        [
          `${acme}releases/2.4.0/?health=1&summaryStatsPeriod=14d`,
          `${acme}releases/2.4.0/commits/?per_page=20`,
          `${acme}releases/2.4.0/deploys/?project=-1&per_page=10`,
          `${acme}issues/?query=firstRelease:"2.4.0"&project=-1&sort=freq&${counted}&limit=20`,
          `${acme}issues/?query=release:"2.4.0" !firstRelease:"2.4.0"&project=-1&sort=freq&collapse=lifetime&collapse=unhandled&groupStatsPeriod=&limit=20`,
        ],
      ],
    },
    'sentry-link': {
      variables: () => link(`${owned()?.id}/?referrer=slack`),
      calls: () => [[`${acme}issues/${owned()?.id}/?${inDepth}`, latestEvent(owned()?.shortId ?? '')]],
    },
    'sentry-link with a short id': {
      variables: () => link(`${owned()?.shortId}/`),
      calls: () => [
        [`${acme}issues/${owned()?.shortId}/?${inDepth}`, `${acme}issues/${owned()?.shortId}/events/latest/`],
      ],
    },
    'short-id': {
      variables: () => ({ organization: 'acme', issue: owned()?.shortId }),
      calls: () => [
        [`${acme}issues/${owned()?.shortId}/?${inDepth}`, `${acme}issues/${owned()?.shortId}/events/latest/`],
      ],
    },
    'team-overview': {
      variables: () => ({ organization: 'acme', team: 'payments', assignee: '#payments' }),
      calls: [
        [
          `${acme}projects/?query=team:payments&statsPeriod=24h&collapse=unusedFeatures&per_page=100`,
          `${acme}issues/?query=is:unresolved assigned:"#payments"&project=-1&sort=freq&${counted}&limit=10`,
        ],
      ],
    },
    'teams-and-members': {
      variables: organization,
      calls: ({ organization: { teams } }) => [
        [`${acme}teams/?detailed=0&per_page=5`],
        teams.nodes.map(({ slug }: { slug: string }) => {
          const team = world()?.teams.find((known) => known.slug === slug);
          return `GET /teams/acme/${team?.id}/members/?per_page=10`;
        }),
      ],
    },
    'two-accounts': {
      variables: () => ({
        one: account(0),
        other: account(1),
        oneOrganization: 'acme',
        otherOrganization: 'initech',
      }),
      calls: [
        ['acme', 'initech'].map(
          (slug) =>
            `GET /organizations/${slug}/issues/?query=is:unresolved&project=-1&statsPeriod=7d&sort=new&${counting}&limit=10`,
        ),
      ],
    },
    'whom-it-hits': {
      variables: () => ({ organization: 'acme', issue: issueId('CHECKOUT-API-1A') }),
      calls: () => [
        [
          `${acme}issues/${issueId('CHECKOUT-API-1A')}/tags/?key=user&key=browser&key=os&key=release&key=environment&limit=5`,
        ],
      ],
    },
  };
};

/** The rounds of calls of an example whose answer is `data`, each sorted. */
export const roundsIn = ({ calls }: Example, data: Asked['data']): string[][] =>
  (typeof calls === 'function' ? calls(data) : calls).map((round) => [...round].sort());
