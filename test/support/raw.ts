import { connect } from 'node:net';

/** How JSON is posted: as plain JSON, or in a way that leaves it to yoga. */
export const jsonType = process.env.TEST_THROUGH === 'yoga' ? 'application/graphql+json' : 'application/json';

/** What came back over a socket of its own. */
export type RawAnswer = { readonly status: number; readonly head: string; readonly body: string };

/** Sends bytes as they are to a server on this machine, and reads until it closes. */
export const sendRaw = (origin: string, text: string | Buffer): Promise<RawAnswer> =>
  new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(origin).port), '127.0.0.1');
    let answer = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      answer += chunk;
    });
    // A server that refuses a body early may reset what is still on its way; the answer counts.
    socket.on('error', (error) => (answer === '' ? reject(error) : undefined));
    socket.on('close', () => {
      const [head = '', body = ''] = answer.split(/\r\n\r\n(.*)/s);
      resolve({ status: Number(head.split(' ')[1]), head, body });
    });
    socket.write(text);
  });

/** A request as text: JSON by POST, with header lines as given, and an end of the connection. */
export const requestText = (body: string, lines: readonly string[] = [], host = '127.0.0.1'): Buffer =>
  Buffer.from(
    [
      'POST /graphql HTTP/1.1',
      `Host: ${host}`,
      `Content-Type: ${jsonType}`,
      `Content-Length: ${Buffer.byteLength(body, 'latin1')}`,
      'Connection: close',
      ...lines,
      '',
      body,
    ].join('\r\n'),
    'latin1',
  );
