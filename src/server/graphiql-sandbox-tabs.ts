import type { Tab } from './graphiql-tabs.ts';

/** Queries that the sandbox answers. */
export const sandboxTabs: readonly Tab[] = [
  {
    query: `# What is newest in production, over all projects. One call: the line below the answer says so after each run.
query NewestProductionErrors {
  organization(slug: "acme") {
    issues(environment: ["production"], sort: NEW, first: 25) {
      edges {
        window {
          count
          userCount
        }
        node {
          shortId
          title
          level
          project {
            slug
          }
          assignee {
            name
          }
          metadata {
            filename
            function
          }
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
`,
  },
  {
    query: `# From an organization down to the lines that failed: one call, one for the projects, one for each list and event
query Nested {
  organization(slug: "acme") {
    name
    projects(first: 3) {
      nodes {
        slug
        platform
        issues(first: 2) {
          nodes {
            shortId
            title
            count
            latestEvent {
              dateCreated
              exceptions {
                type
                value
                stacktrace {
                  frames(inAppOnly: true) {
                    filename
                    function
                    lineNo
                  }
                }
              }
            }
          }
        }
      }
    }
  }
}
`,
  },
  {
    query: `# Release 2.4.0: health, deploys, commits, new issues, and known ones that continue. Five calls in one round
query ReleaseDay {
  release(organization: "acme", version: "2.4.0") {
    dateReleased
    newIssueCount
    projects {
      project {
        slug
      }
      health {
        crashFreeSessions
        crashFreeUsers
        adoption
      }
    }
    deploys(first: 10) {
      nodes {
        environment
        dateFinished
      }
    }
    commits(first: 5) {
      nodes {
        message
        author {
          name
        }
      }
    }
    newIssues(sort: FREQ, first: 5) {
      nodes {
        shortId
        title
      }
    }
    knownIssues: issues(isNew: false, sort: FREQ, first: 5) {
      nodes {
        shortId
        title
      }
    }
  }
}
`,
  },
  {
    query: `# Whom a link copied from Sentry hits: customers, browsers, systems, releases, environments. One call
query WhomItHits {
  resource(url: "https://acme.sentry.io/issues/CHECKOUT-API-1A/") {
    ... on Issue {
      tags(keys: ["user", "browser", "os", "release", "environment"], valueLimit: 5) {
        key
        uniqueValues
        topValues {
          value
          count
          lastSeen
        }
      }
    }
  }
}
`,
  },
  {
    query: `# An organization in which things go wrong, to build error states against: a field that fails is null, with its error beside it
query Troubled {
  organization(slug: "troubled") {
    projects {
      nodes {
        slug
      }
    }
    forbidden: project(slug: "forbidden-project") {
      slug
      settings {
        resolveAge
      }
    }
    slow: project(slug: "slow-project") {
      issues {
        nodes {
          title
        }
      }
    }
    renamed: project(slug: "old-name") {
      issues {
        nodes {
          title
        }
      }
    }
    broken: issue(id: "ODD-ISSUES-1") {
      title
      latestEvent {
        title
        exceptions {
          type
          value
        }
      }
    }
  }
}
`,
  },
];
