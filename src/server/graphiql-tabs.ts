/** The queries GraphiQL opens with, one per tab. */
export const defaultTabs: readonly { readonly query: string }[] = [
  {
    query: `# From an organization down to the lines that failed
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
    query: `# The newest production issues over all projects
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
    query: `# The organizations the linked account can see
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
