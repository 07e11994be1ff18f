/** The queries GraphiQL opens with, one per tab. */
export const defaultTabs: readonly { readonly query: string }[] = [
  {
    query: `# One request from an organization down to the lines that failed: projects, issues, latest event, stack trace.
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
    query: `# The newest issues of production over all projects, with their counts there and a cursor for the next page.
query NewestIssues {
  organization(slug: "acme") {
    issues(environment: ["production"], first: 10) {
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
    query: `# The organizations the linked account can see.
query Organizations {
  organizations {
    nodes {
      slug
      name
      url
    }
  }
}
`,
  },
];
