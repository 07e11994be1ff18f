import type { Tab } from './graphiql-tabs.ts';

/** Queries for a real account: they take organization, project and issue from it, and change nothing. */
export const accountTabs: readonly Tab[] = [
  {
    query: `# Your newest organization: one call. The other tabs begin there too; write organization(slug: "...") to begin elsewhere.
# The line below the answer says what each run cost.
query Organizations {
  organizations(first: 1) {
    nodes {
      slug
      name
      url
    }
  }
}
`,
  },
  {
    query: `# Its newest production errors, over all projects. Two calls: the organization, then the issues
query NewestProductionErrors {
  organizations(first: 1) {
    nodes {
      slug
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
      }
    }
  }
}
`,
  },
  {
    query: `# From its first project down to the lines that failed. Four calls: the organization, the project, its issues, the event
query Nested {
  organizations(first: 1) {
    nodes {
      slug
      projects(first: 1) {
        nodes {
          slug
          platform
          issues(first: 1) {
            nodes {
              shortId
              title
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
}
`,
  },
  {
    query: `# Whom its latest issue hits: customers, browsers, systems, releases, environments. Three calls
query WhomItHits {
  organizations(first: 1) {
    nodes {
      slug
      issues(first: 1) {
        nodes {
          shortId
          title
          project {
            slug
          }
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
  }
}
`,
  },
  {
    query: `# Its last releases: projects, last deploy, authors, new issues. Two calls
query LastReleases {
  organizations(first: 1) {
    nodes {
      slug
      releases(first: 20) {
        nodes {
          version
          dateCreated
          newIssueCount
          projects {
            project {
              slug
            }
          }
          lastDeploy {
            environment
            dateFinished
          }
          authors {
            name
          }
        }
      }
    }
  }
}
`,
  },
];
