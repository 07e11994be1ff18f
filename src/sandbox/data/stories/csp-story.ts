import { requestEntry } from '../bodies/request.ts';
import type { StoryMaker } from './story.ts';

const reports = [
  ['script-src-elem', 'https://cdn.ads.example/tag.js', 'script'],
  ['img-src', 'https://pixel.tracker.example/p.gif', 'image'],
  ['style-src', 'inline', 'inline style'],
  ['connect-src', 'wss://live.example.net/socket', 'connect'],
  ['frame-src', 'https://widgets.example.org/frame', 'frame'],
  ['font-src', 'data', 'font'],
] as const;

/** A report of a browser that refused something under the content security policy. */
export function cspStory(index: number): StoryMaker {
  return (project, random) => {
    const [directive, blocked, what] = reports[index % reports.length] ?? reports[0];
    const source = blocked.startsWith('http') || blocked.startsWith('ws') ? new URL(blocked).host : blocked;
    const title = `Blocked '${what}' from '${source}'`;
    return {
      title,
      culprit: `${directive} 'self'`,
      type: 'csp',
      issueType: 'error',
      issueCategory: 'error',
      level: 'info',
      logger: 'csp',
      platform: 'javascript',
      metadata: { directive, uri: source, message: title },
      message: title,
      location: blocked,
      transaction: random.pick(project.transactions),
      isUnhandled: false,
      mechanism: null,
      tags: [
        { key: 'effective-directive', value: directive },
        { key: 'blocked-uri', value: blocked },
        { key: 'logger', value: 'csp' },
      ],
      hasUser: true,
      entries: (moment) =>
        [
          {
            type: 'csp',
            data: {
              document_uri: `https://${project.host}/`,
              effective_directive: directive,
              violated_directive: `${directive} 'self'`,
              original_policy: `default-src 'self'; ${directive} 'self'; report-uri /csp`,
              blocked_uri: blocked,
              referrer: `https://${project.host}/`,
              status_code: 200,
              source_file: `https://${project.host}/static/js/app.3f9c1b7e.js`,
              line_number: 1,
              column_number: moment.random.int(100, 9000),
              script_sample: '',
              disposition: 'enforce',
            },
          },
          requestEntry(project, moment),
        ].filter((entry) => entry !== null),
    };
  };
}
