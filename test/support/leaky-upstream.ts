import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

type Answer = { status: number; body: string; headers?: Record<string, string> };

/** Everything that an upstream may blurt out, with the credential it was sent. */
const answersTo = ({ headers, method, url }: IncomingMessage): Answer[] => {
  const secret = headers.authorization ?? '';
  const host = headers.host ?? '';
  const page = `<html><body>Whoops at ${url} ${secret} <pre>File "/usr/src/sentry/api/base.py", line 3</pre></body></html>`;
  const stack = `Traceback (most recent call last):\n  File "/usr/src/sentry/api/base.py:12"\n    at handle (/srv/app/index.js:10:3)`;
  const says = (status: number, text: string): Answer => ({ status, body: JSON.stringify({ detail: text }) });
  const answers: Answer[] = [
    ...[200, 400, 404, 500, 502].map((status) => ({ status, body: page })),
    ...[400, 401, 403, 404, 409, 418, 422, 500].flatMap((status) => [
      says(status, `refused ${method} at http://${host}/sentry/api/0/ with ${secret}`),
      says(status, stack),
      says(status, '<script>alert(1)</script> see https://internal.example/x and /usr/src/sentry/api/base.py:44'),
    ]),
    { status: 400, body: JSON.stringify({ slug: [`${secret} is bad, see /srv/app/index.js:10`] }) },
    { status: 500, body: JSON.stringify({ error: { message: secret, code: 500 } }) },
    { status: 400, body: JSON.stringify({ message: `no connection for ${secret}`, type: 'x', code: 400 }) },
    { status: 429, body: page, headers: { 'retry-after': '0' } },
    { status: 302, body: '', headers: { location: `http://internal.example/?${secret}` } },
    { status: 302, body: JSON.stringify({ slug: `<b>${secret}`, detail: { code: 'resource-moved' } }) },
    { status: 200, body: JSON.stringify([stack, secret]) },
    { status: 200, body: '' },
  ];
  return answers.map(({ headers: own, ...answer }) => ({
    ...answer,
    headers: { ...own, server: 'internal.example', 'x-debug': secret },
  }));
};

/** An upstream that fails in another way at each call, and puts into its answers what it should not. */
export const startLeakyUpstream = async () => {
  let count = 0;
  const server = createServer((request, response) => {
    request.resume();
    const answers = answersTo(request);
    const answer = answers[count % answers.length];
    count += 1;
    response.writeHead(answer?.status ?? 500, answer?.headers);
    response.end(answer?.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get calls() {
      return count;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
