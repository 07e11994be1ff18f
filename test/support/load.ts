import { Agent, request } from 'node:http';
import { watchAnswer } from './leak-watch.ts';

/** What came of one request, and how long it took in milliseconds. */
export type Answered = {
  readonly status: number;
  readonly closes: boolean;
  readonly text: string;
  readonly took: number;
};

type PostOptions = {
  readonly agent?: Agent;
  readonly headers?: Record<string, string>;
  /** Milliseconds after which it is given up. */
  readonly wait?: number;
  readonly signal?: AbortSignal;
};

/** Keeps connections, as a portal does. */
const keeping = new Agent({ keepAlive: true });

/** Posts JSON, or a text as it is. */
export const post = (
  origin: string,
  body: object | string,
  { agent = keeping, headers = {}, wait = 20_000, signal }: PostOptions = {},
): Promise<Answered> =>
  new Promise((resolve, reject) => {
    const started = performance.now();
    const options = {
      method: 'POST',
      agent,
      headers: { 'content-type': 'application/json', ...headers },
      ...(signal && { signal }),
    };
    const asked = request(`${origin}/graphql`, options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        watchAnswer(response.headers, text);
        resolve({
          status: response.statusCode ?? 0,
          closes: response.headers.connection === 'close',
          text,
          took: performance.now() - started,
        });
      });
    });
    asked.setTimeout(wait, () => asked.destroy(new Error('timeout')));
    asked.on('error', reject).end(typeof body === 'string' ? body : JSON.stringify(body));
  });

/** Has so many clients ask, each again as soon as it was answered, while `goesOn` says so of the number of the next one. */
export const drive = async <T>(
  clients: number,
  goesOn: (asked: number) => boolean,
  ask: (asked: number, client: number) => Promise<T>,
): Promise<T[]> => {
  const outcomes: T[] = [];
  let next = 0;
  const run = async (client: number): Promise<void> => {
    for (let asked = next++; goesOn(asked); asked = next++) outcomes.push(await ask(asked, client));
  };
  await Promise.all(Array.from({ length: clients }, (_, client) => run(client)));
  return outcomes;
};

/** Goes on for so many seconds. */
export const forSeconds = (seconds: number): (() => boolean) => {
  const end = performance.now() + seconds * 1_000;
  return () => performance.now() < end;
};

/** 0.5 is the median. */
export const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;
