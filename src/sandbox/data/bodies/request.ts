import type { ProjectPlan } from '../plans/plan.ts';
import { hashText } from '../random.ts';
import type { Moment } from '../stories/story.ts';

/** A path that a transaction may have served: without method, numbers in place of placeholders; `/` if it is no route. */
export function concretePath(transaction: string, id: number): string {
  const route = transaction.replace(/^[A-Z]+ /, '');
  return route.startsWith('/') ? route.replaceAll(/\{\w+\}|:\w+|\[\w+\]/g, String(id)) : '/';
}

function methodOf(transaction: string): string {
  return /^[A-Z]+(?= )/.exec(transaction)?.[0] ?? (hashText(transaction) % 2 === 0 ? 'GET' : 'POST');
}

/** The HTTP request during which an event happened; null where the project's programs serve none. */
export function requestEntry(project: ProjectPlan, moment: Moment): { type: string; data: unknown } | null {
  if (project.surface !== 'browser' && project.surface !== 'server') return null;
  const { random, setting } = moment;
  const browser = project.surface === 'browser';
  const method = browser ? null : methodOf(moment.transaction);
  const path = concretePath(moment.transaction, random.int(1000, 99_999));
  const hasBody = method === 'POST' || method === 'PUT';
  const headers = [
    ['Accept', browser ? 'text/html' : 'application/json'],
    ['User-Agent', setting.userAgent ?? 'curl/8.10.1'],
    ...(browser
      ? [['Referer', `https://${project.host}/`]]
      : [
          ['Content-Type', hasBody ? 'application/json' : 'text/plain'],
          ['Host', project.host],
          ['X-Request-Id', random.hex(32)],
          ['X-Forwarded-For', setting.ip],
          ['Authorization', '[Filtered]'],
        ]),
  ];
  return {
    type: 'request',
    data: {
      apiTarget: null,
      method,
      url: `https://${project.host}${path}`,
      query: random.chance(0.6)
        ? [
            ['page', String(random.int(1, 9))],
            ['locale', 'en-GB'],
            ['filter', 'a&b=c d'],
          ]
        : [],
      fragment: browser && random.chance(0.2) ? 'details' : null,
      data: hasBody
        ? {
            [random.pick(project.nouns)]: random.int(1, 9999),
            [random.pick(project.fields)]: 'EUR 12.50',
            card: '[Filtered]',
          }
        : null,
      headers,
      cookies: browser
        ? []
        : [
            ['session', '[Filtered]'],
            ['locale', 'en-GB'],
          ],
      env: browser ? null : { REMOTE_ADDR: setting.ip, SERVER_NAME: setting.serverName, SERVER_PORT: '443' },
      inferredContentType: hasBody ? 'application/json' : null,
    },
  };
}
