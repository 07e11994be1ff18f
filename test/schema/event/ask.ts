import { execute, GraphQLObjectType, GraphQLSchema, isObjectType, parse, validate } from 'graphql';
import { Api } from '../../../src/gateway/api.ts';
import { Cost } from '../../../src/gateway/cost.ts';
import { eventRow } from '../../../src/gateway/events.ts';
import type { Call } from '../../../src/gateway/http/call.ts';
import { Generations } from '../../../src/gateway/http/generations.ts';
import type { Gateway } from '../../../src/gateway/http/index.ts';
import { Secret } from '../../../src/gateway/http/secret.ts';
import type { Row } from '../../../src/gateway/read.ts';
import { Loaders } from '../../../src/loaders/index.ts';
import { builder } from '../../../src/schema/builder.ts';
import '../../../src/schema/scalars.ts';
import '../../../src/schema/event/body.ts';

builder.queryType({ description: 'Everything that can be asked.' });

/** The schema as far as the body of an event reaches. */
export const built = builder.toSchema();

const type = built.getType('Event');
if (!isObjectType(type)) throw new Error('Event is no object type.');
const schema = new GraphQLSchema({ query: new GraphQLObjectType({ name: 'Root', fields: { event: { type } } }) });

/** What a document brought. */
export type Asked = {
  // biome-ignore lint/suspicious/noExplicitAny: tests compare answers as plain JSON.
  readonly event: any;
  readonly failed: readonly string[];
  readonly calls: readonly string[];
  /** Whether the answer was there at once. */
  readonly sync: boolean;
};

const id = '9'.repeat(32);

/** Fragments that selections may use. */
const fragments = `fragment Trace on Stacktrace {
  frames { filename absPath module package function rawFunction symbol lineNo colNo inApp platform
    context { lineNo line } vars trust instructionAddr sourceLink }
  inApp: frames(inAppOnly: true) { function }
  framesOmitted hasSystemFrames registers
}`;

/** Asks an event of which `row` is known; `upstream` is the body a call would bring. */
export const ask = async (selection: string, row: Row, upstream?: Row): Promise<Asked> => {
  const document = parse(`{ event { ${selection} } } ${selection.includes('...Trace') ? fragments : ''}`);
  const [mistake] = validate(schema, document);
  if (mistake) throw mistake;
  const calls: string[] = [];
  const gateway: Gateway = {
    upstream: { origin: 'http://127.0.0.1', prefix: '', controlOrigin: 'http://127.0.0.1' },
    callsPerSecond: 10,
    userAgent: 'test',
    cache: false,
    generations: new Generations(),
    budgetOf: () => ({ limit: 10, remaining: 10, resetsIn: 0, waiting: 0, endpoints: [] }),
    memory: { barePathRestsUntil: 0 },
    send: async ({ path }: Call) => {
      calls.push(path);
      const found = upstream && { event: { eventID: id, ...upstream }, projectSlug: 'web' };
      return { status: found ? 200 : 500, headers: new Map(), body: { json: found ?? {} } };
    },
    close: async () => {},
  };
  const operation = {
    id: 'test',
    client: 'test',
    now: 0,
    deadline: Number.POSITIVE_INFINITY,
    signal: new AbortController().signal,
    cost: new Cost(),
    admit: () => undefined,
    warn: () => {},
  };
  const loaders = new Loaders(new Api(gateway, { credential: new Secret('secret'), account: null }, operation), null);
  const event = loaders.events.of('acme', eventRow({ eventID: id, ...row }), null);
  const answer = execute({ schema, document, rootValue: { event } });
  const { data, errors = [] } = await answer;
  return {
    event: JSON.parse(JSON.stringify(data?.event ?? null)),
    failed: errors.map(({ path, originalError }) => {
      const code = originalError && 'code' in originalError ? String(originalError.code) : String(originalError);
      return `${path?.slice(1).join('.')} ${code}`;
    }),
    calls,
    sync: !(answer instanceof Promise),
  };
};

/** The whole body of an event, every field of every type. */
export const everything = `
  tags { key value }
  user { userId email username name ipAddress geo data }
  dateReceived size dist
  exceptions { type value module threadId mechanism { type handled description raw }
    stacktrace { ...Trace } rawStacktrace { ...Trace } }
  stacktrace { ...Trace }
  threads { threadId name crashed current state stacktrace { ...Trace } rawStacktrace { ...Trace } }
  breadcrumbs { timestamp type category level levelRaw message data }
  request { url method query { key value } fragment headers { key value } cookies { key value } data
    inferredContentType env }
  contexts {
    device { name family model brand arch raw }
    os { name version build kernelVersion raw }
    runtime { name version raw }
    browser { name version raw }
    app { name version build identifier raw }
    trace { traceId spanId parentSpanId op status raw }
    raw
  }
  sdk { name version }
  extra packages
  errors { type message data }
  fingerprints
  occurrence { issueTitle subtitle culprit detectionTime evidenceDisplay { name value important } evidenceData }
  startTimestamp endTimestamp
  entries { type data }
  raw
`;
