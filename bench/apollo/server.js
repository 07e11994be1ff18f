/** The same graph as Apollo's documentation would have it: a schema, a REST data source for each request, plain resolvers. */
import { RESTDataSource } from '@apollo/datasource-rest';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';

const typeDefs = `#graphql
  enum Level { SAMPLE DEBUG INFO WARNING ERROR FATAL UNKNOWN }
  enum Status { UNRESOLVED RESOLVED IGNORED }
  enum Substatus { ONGOING NEW REGRESSED ESCALATING }
  enum Priority { HIGH MEDIUM LOW }
  enum EventType { ERROR DEFAULT TRANSACTION }
  type Actor { name: String! }
  type Tag { key: String! value: String }
  type User { email: String }
  type Event { databaseId: ID! title: String! dateCreated: String platform: String user: User tags: [Tag!] }
  type Issue {
    shortId: String! title: String! culprit: String level: Level! status: Status! substatus: Substatus priority: Priority
    platform: String type: EventType! count: Float userCount: Int firstSeen: String lastSeen: String
    assignee: Actor project: Project! latestEvent: Event
  }
  type IssueConnection { nodes: [Issue!]! }
  type Project { slug: String! name: String! platform: String issues(first: Int): IssueConnection }
  type ProjectConnection { nodes: [Project!]! }
  type Deploy { environment: String! name: String dateFinished: String }
  type DeployConnection { nodes: [Deploy!]! }
  type Release { version: String! dateCreated: String deploys(first: Int): DeployConnection }
  type ReleaseConnection { nodes: [Release!]! }
  type Organization {
    name: String!
    projects(first: Int): ProjectConnection
    issues(first: Int): IssueConnection
    releases(first: Int): ReleaseConnection
  }
  type Query {
    issue(organization: String!, id: ID!): Issue
    organization(slug: String!): Organization
  }
`;

class Sentry extends RESTDataSource {
  baseURL = `${process.env.MATON_GATEWAY_URL}/sentry/api/0/`;
  willSendRequest(_path, request) {
    request.headers.authorization = 'Bearer bench';
  }
  organization(slug) {
    return this.get(`organizations/${slug}/`);
  }
  issue(slug, id) {
    return this.get(`organizations/${slug}/issues/${id}/`);
  }
  issues(slug, project, limit) {
    return this.get(`organizations/${slug}/issues/`, { params: { query: 'is:unresolved', project, limit } });
  }
  projects(slug, first) {
    return this.get(`organizations/${slug}/projects/`, { params: { per_page: first } });
  }
  releases(slug, first) {
    return this.get(`organizations/${slug}/releases/`, { params: { per_page: first } });
  }
  deploys(slug, version, first) {
    return this.get(`organizations/${slug}/releases/${version}/deploys/`, { params: { per_page: first } });
  }
  latestEvent(slug, id) {
    return this.get(`organizations/${slug}/issues/${id}/events/latest/`);
  }
}

const upper = (name) => (row) => row[name]?.toUpperCase();
const connection = async (rows) => ({ nodes: await rows });

const resolvers = {
  Query: {
    issue: (_root, { organization, id }, { sentry }) => sentry.issue(organization, id),
    // A call of its own only where a field of it is asked would take look-ahead, which nobody writes by hand.
    organization: (_root, { slug }, { sentry }, { fieldNodes: [node] }) =>
      node.selectionSet.selections.some(({ name }) => name.value === 'name') ? sentry.organization(slug) : { slug },
  },
  Organization: {
    projects: ({ slug }, { first }, { sentry }) => connection(sentry.projects(slug, first)),
    issues: ({ slug }, { first }, { sentry }) => connection(sentry.issues(slug, -1, first)),
    releases: ({ slug }, { first }, { sentry }) => connection(sentry.releases(slug, first)),
  },
  Project: {
    issues: ({ id }, { first }, { sentry }) => connection(sentry.issues('bench', id, first)),
  },
  Release: {
    deploys: ({ version }, { first }, { sentry }) => connection(sentry.deploys('bench', version, first)),
  },
  Issue: {
    level: upper('level'),
    status: upper('status'),
    substatus: upper('substatus'),
    priority: upper('priority'),
    type: upper('type'),
    count: ({ lifetime }) => Number(lifetime.count),
    userCount: ({ lifetime }) => lifetime.userCount,
    firstSeen: ({ lifetime }) => lifetime.firstSeen,
    lastSeen: ({ lifetime }) => lifetime.lastSeen,
    assignee: ({ assignedTo }) => assignedTo,
    latestEvent: ({ id }, _arguments, { sentry }) => sentry.latestEvent('bench', id),
  },
  Event: { databaseId: ({ eventID }) => eventID },
};

const server = new ApolloServer({ typeDefs, resolvers, csrfPrevention: false });
const { url } = await startStandaloneServer(server, {
  listen: { port: 0, host: '127.0.0.1' },
  context: async () => ({ sentry: new Sentry({ cache: server.cache }) }),
});
process.stdout.write(`listens on ${url}\n`);
