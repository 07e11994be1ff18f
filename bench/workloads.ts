/** A document that many ask, and what it costs one who asks alone. */
export type Workload = {
  readonly name: string;
  readonly what: string;
  readonly document: string;
  readonly variables?: (index: number) => Record<string, unknown>;
  readonly clients: number;
  /** Whether the clients start together each time, rather than each when its last answer has come. */
  readonly together?: true;
  /** How long the upstream waits before every answer, in milliseconds. */
  readonly latency: number;
  readonly calls: number;
  readonly rounds: number;
};

const inList = 'shortId title culprit level status count userCount firstSeen lastSeen assignee { name }';

const projectsAndIssues = `{
  organization(slug: "bench") {
    name
    projects(first: 10) { nodes { slug name platform issues(first: 10) { nodes { ${inList} } } } }
  }
}`;

const alone = { clients: 1, latency: 0 };

/** The workloads that all contenders run. */
export const workloads: readonly Workload[] = [
  {
    name: 'W1',
    what: 'one issue, 14 fields',
    document: `{
      issue(organization: "bench", id: "5001") {
        shortId title culprit level status substatus priority platform type count userCount firstSeen lastSeen
        assignee { name }
      }
    }`,
    ...alone,
    calls: 1,
    rounds: 1,
  },
  {
    name: 'W2',
    what: 'organization, 10 projects, 10 issues each',
    document: projectsAndIssues,
    ...alone,
    calls: 12,
    rounds: 2,
  },
  {
    name: 'W3',
    what: '100 issues with their project',
    document: `{ organization(slug: "bench") { issues(first: 100) { nodes { ${inList} project { slug name } } } } }`,
    ...alone,
    calls: 1,
    rounds: 1,
  },
  {
    name: 'W4',
    what: '5 projects, 5 issues each with latest event; 5 releases with deploys',
    document: `{
      organization(slug: "bench") {
        name
        projects(first: 5) {
          nodes {
            slug
            issues(first: 5) {
              nodes {
                shortId title count
                latestEvent { databaseId title dateCreated platform user { email } tags { key value } }
              }
            }
          }
        }
        releases(first: 5) { nodes { version dateCreated deploys(first: 3) { nodes { environment name dateFinished } } } }
      }
    }`,
    ...alone,
    calls: 38,
    rounds: 3,
  },
  {
    name: 'W5',
    what: 'W2 from 50 clients at once, 20 ms upstream',
    document: projectsAndIssues,
    clients: 50,
    latency: 20,
    calls: 12,
    rounds: 2,
  },
];

/** Two more, to show what batching in one operation and gathering over several are worth. */
export const batches: readonly Workload[] = [
  {
    name: 'keys',
    what: '20 issues by id in one document, 20 ms upstream',
    document: `{ ${Array.from({ length: 20 }, (_, index) => `i${index}: issue(organization: "bench", id: "${5_000 + index}") { shortId title }`).join('\n')} }`,
    clients: 1,
    latency: 20,
    calls: 1,
    rounds: 1,
  },
  {
    name: 'clients',
    what: '50 clients at once, each one issue by id, 20 ms upstream',
    document: 'query ($id: ID!) { issue(organization: "bench", id: $id) { shortId title } }',
    variables: (index) => ({ id: String(5_000 + index) }),
    clients: 50,
    together: true,
    latency: 20,
    calls: 1,
    rounds: 1,
  },
];
