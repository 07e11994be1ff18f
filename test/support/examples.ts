import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { askedOf, type Variables } from '../../bench/asked.ts';
import type { Asked, Graph } from './graph.ts';

const acme = 'GET /organizations/acme/';
const counted = 'collapse=lifetime&collapse=filtered&collapse=unhandled&groupStatsPeriod=';
const counting = 'collapse=filtered&collapse=unhandled&groupStatsPeriod=';
const inDepth = 'collapse=tags&collapse=stats&expand=owners';

export type Rounds = readonly (readonly string[])[];

/** What an example is asked with, and the calls it takes, round by round; those of a round in any order. */
export type Example = {
  readonly variables: () => Variables;
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
  const world = () => graph().sandbox.worlds[0]?.organizations.find(({ slug }) => slug === 'acme');
  const issueId = (shortId: string) => world()?.issues.find((issue) => issue.shortId === shortId)?.id ?? '';
  const latestEvent = (shortId: string) => `${acme}issues/${issueId(shortId)}/events/latest/`;

  const asked = (name: string) => askedOf(graph().sandbox)[name] ?? {};
  /** The short id of the issue that is asked for in depth. */
  const owned = () => String(asked('short-id').issue);

  const calls: Record<string, Example['calls']> = {
    'all-projects': [[`${acme}projects/?all_projects=1&collapse=latestDeploys&collapse=unusedFeatures`]],
    'errors-of-a-person': [[personsEvents]],
    'errors-of-a-person with their issues': ({ organization: { events } }) => {
      const shortIds = new Set<string>(events.nodes.map(({ issue }: { issue: { shortId: string } }) => issue.shortId));
      expect(shortIds.size).toBeGreaterThan(1);
      const groups = [...shortIds].map((shortId) => `group=${issueId(shortId)}`).join('&');
      return [[personsEvents], [`${acme}issues/?${groups}&project=-1&collapse=stats&${counted}`]];
    },
    'last-releases': [[`${acme}releases/?project=-1&status=open&per_page=20`]],
    'linked-accounts': [['GET /connections?app=sentry']],
    'newest-production-errors': [
      [`${acme}issues/?query=is:unresolved&project=-1&environment=production&sort=new&${counted}&limit=25`],
    ],
    'noisiest-issues': ({ project }) => {
      const shortIds: string[] = project.issues.edges.map(({ node }: { node: { shortId: string } }) => node.shortId);
      expect(shortIds).toHaveLength(8);
      return [
        [`${acme}issues/?query=is:unresolved&project=storefront&sort=freq&${counted}&limit=8`],
        shortIds.map(latestEvent),
      ];
    },
    'organization-to-frame': ({ organization: { projects } }) => {
      const found: { slug: string; issues: { nodes: { shortId: string }[] } }[] = projects.nodes;
      const id = (slug: string) => world()?.projects.find((project) => project.slug === slug)?.id;
      return [
        // The organization's own call: its name is in no other payload.
        [`${acme}?detailed=0`, `${acme}projects/?collapse=latestDeploys&collapse=unusedFeatures&per_page=3`],
        found.map(({ slug }) => `${acme}issues/?query=is:unresolved&project=${id(slug)}&sort=date&${counting}&limit=2`),
        found.flatMap(({ issues }) => issues.nodes.map(({ shortId }) => latestEvent(shortId))),
      ];
    },
    'pending-invitations': [[`${acme}members/?query=isInvited:true&per_page=50`]],
    'release-day': [
      [
        `${acme}releases/2.4.0/?health=1&summaryStatsPeriod=14d`,
        `${acme}releases/2.4.0/commits/?per_page=20`,
        `${acme}releases/2.4.0/deploys/?project=-1&per_page=10`,
        `${acme}issues/?query=firstRelease:"2.4.0"&project=-1&sort=freq&${counted}&limit=20`,
        `${acme}issues/?query=release:"2.4.0" !firstRelease:"2.4.0"&project=-1&sort=freq&collapse=lifetime&collapse=unhandled&groupStatsPeriod=&limit=20`,
      ],
    ],
    'sentry-link': () => [[`${acme}issues/${issueId(owned())}/?${inDepth}`, latestEvent(owned())]],
    'sentry-link with a short id': () => [
      [`${acme}issues/${owned()}/?${inDepth}`, `${acme}issues/${owned()}/events/latest/`],
    ],
    'short-id': () => [[`${acme}issues/${owned()}/?${inDepth}`, `${acme}issues/${owned()}/events/latest/`]],
    'team-overview': [
      [
        `${acme}projects/?query=team:payments&statsPeriod=24h&collapse=unusedFeatures&per_page=100`,
        `${acme}issues/?query=is:unresolved assigned:"#payments"&project=-1&sort=freq&${counted}&limit=10`,
      ],
    ],
    'teams-and-members': ({ organization: { teams } }) => [
      [`${acme}teams/?detailed=0&per_page=5`],
      teams.nodes.map(({ slug }: { slug: string }) => {
        const team = world()?.teams.find((known) => known.slug === slug);
        return `GET /teams/acme/${team?.id}/members/?per_page=10`;
      }),
    ],
    'two-accounts': [
      ['acme', 'initech'].map(
        (slug) =>
          `GET /organizations/${slug}/issues/?query=is:unresolved&project=-1&statsPeriod=7d&sort=new&${counting}&limit=10`,
      ),
    ],
    'whom-it-hits': () => [
      [
        `${acme}issues/${issueId('CHECKOUT-API-1A')}/tags/?key=user&key=browser&key=os&key=release&key=environment&limit=5`,
      ],
    ],
  };
  return Object.fromEntries(
    Object.entries(calls).map(([name, rounds]) => [name, { variables: () => asked(name), calls: rounds }]),
  );
};

/** The rounds of calls of an example whose answer is `data`, each sorted. */
export const roundsIn = ({ calls }: Example, data: Asked['data']): string[][] =>
  (typeof calls === 'function' ? calls(data) : calls).map((round) => [...round].sort());
