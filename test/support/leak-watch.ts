import type { Server } from 'node:http';

/** What no error, header or log line may ever hold, beside tokens. */
export const leaks =
  /Bearer (?!\[redacted\])|\bat \S+ \(|Traceback|\/usr\/src|\/srv\/|\.(?:py|ts|js):\d|<\/?\w|internal\.example|127\.0\.0\.1:\d/;

/** A Maton key that is known again wherever it turns up. */
export const tokenOf = (name: string): string => `mtn-top-secret-${name}`;

/** Tokens, which may not even be in `data`. */
const tokens = /mtn-top-secret-|\bsgt_[\w-]{8}/;

/** What has been looked at so far. */
export const watched = { texts: 0, leaking: [] as string[] };

const look = (text: string, pattern: RegExp): void => {
  if (pattern.test(text)) watched.leaking.push(text.slice(0, 2_000));
};

/** Looks at what left the service as an answer: headers and errors for anything, all of it for tokens. */
export const watchAnswer = (headers: object, body: string): void => {
  watched.texts += 1;
  look(JSON.stringify(headers), leaks);
  look(body, tokens);
  if (!body.includes('"errors"')) return;
  const { errors, extensions }: { errors?: unknown; extensions?: unknown } = JSON.parse(body);
  look(JSON.stringify([errors, extensions]), leaks);
};

/** Looks at a line of the log. Stacks stand there for one thing alone: an error that nobody caught. */
export const watchLog = (line: string): void => {
  watched.texts += 1;
  look(line, tokens);
  if (!line.includes('an error nobody caught')) look(line, leaks);
};

/** Looks at every answer of a server in this process. */
export const watchServer = (server: Server): void => {
  server.prependListener('request', (_request, response) => {
    const { end } = response;
    const watching = (...given: unknown[]): unknown => {
      const [body] = given;
      watchAnswer(response.getHeaders(), typeof body === 'string' ? body : '');
      return Reflect.apply(end, response, given);
    };
    Object.assign(response, { end: watching });
  });
};
