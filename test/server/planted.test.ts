import type { Plugin } from 'graphql-yoga';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { schema } from '../../src/schema/index.ts';
import { jsonType } from '../support/raw.ts';
import { type Served, startServer } from '../support/server.ts';

/** Where the next error is thrown, and how often it was. */
const plant = vi.hoisted(() => {
  const state = { at: '', thrown: 0 };
  const strike = (name: string): void => {
    if (state.at !== name) return;
    state.thrown += 1;
    throw new TypeError('planted /srv/secret.ts Bearer abc');
  };
  /** A module whose functions throw when they are named. */
  const mined = async (load: () => Promise<object>): Promise<Record<string, unknown>> =>
    Object.fromEntries(
      Object.entries(await load()).map(([name, value]) => [
        name,
        typeof value !== 'function' || /^class\b/.test(String(value))
          ? value
          : (...given: unknown[]) => {
              strike(name);
              return value(...given);
            },
      ]),
    );
  const hooks = [
    'onRequest',
    'onRequestParse',
    'onParams',
    'onParse',
    'onValidate',
    'onContextBuilding',
    'onEnveloped',
    'onExecute',
    'onExecutionResult',
    'onResultProcess',
    'onResponse',
  ];
  return { hooks, state, strike, mined };
});

vi.mock('../../src/context.ts', plant.mined);
vi.mock('../../src/loaders/index.ts', plant.mined);
vi.mock('../../src/loaders/connection.ts', plant.mined);
vi.mock('../../src/gateway/organizations.ts', plant.mined);
vi.mock('../../src/gateway/http/path.ts', plant.mined);
vi.mock('../../src/server/caller.ts', plant.mined);
vi.mock('../../src/server/document-limits.ts', plant.mined);
vi.mock('../../src/server/errors.ts', plant.mined);
vi.mock('../../src/server/finish.ts', plant.mined);
vi.mock('../../src/server/health.ts', plant.mined);
vi.mock('../../src/server/list-limits.ts', plant.mined);
vi.mock('../../src/server/operation.ts', plant.mined);
vi.mock('../../src/server/refusal.ts', plant.mined);
vi.mock('../../src/server/send-response.ts', plant.mined);
vi.mock('../../src/server/value-shape.ts', plant.mined);

vi.mock('graphql-yoga', async (load: () => Promise<typeof import('graphql-yoga')>) => {
  const yoga = await load();
  const mines: Plugin = Object.fromEntries(plant.hooks.map((hook) => [hook, () => plant.strike(hook)]));
  return {
    ...yoga,
    createYoga: (options: Parameters<typeof yoga.createYoga>[0]) =>
      yoga.createYoga({ ...options, plugins: [...(options.plugins ?? []), mines] }),
  };
});

let served: Served;
beforeAll(async () => {
  served = await startServer({ UPSTREAM_RPS: '1000' });
});
beforeEach(() => {
  plant.state.thrown = 0;
  served.log.length = 0;
});
afterEach(() => {
  plant.state.at = '';
});
afterAll(() => served.close());

const query =
  'query($slug: String!) { organization(slug: $slug) { name projects(first: 2) { nodes { slug } } } viewer { mode } }';
let asked = 0;
/** Each time another document, as yoga remembers those it has read. */
const ask = (type: string = jsonType) => {
  asked += 1;
  return served.post({ query: `${query} # ${asked}`, variables: { slug: 'acme' } }, { 'content-type': type });
};

/** Where a POST of plain JSON does not come by. */
const yogaAlone = new Set(['onRequest', 'onRequestParse', 'onResultProcess', 'onResponse', 'sendResponse']);

const expectMasked = (response: Response, text: string): void => {
  expect(plant.state.thrown).toBeGreaterThan(0);
  expect(response.headers.get('content-type')).toMatch(/^application\/json/);
  expect(text).not.toMatch(/planted|secret|Bearer|TypeError|\\n\s+at |node_modules/);
  expect(JSON.stringify([...response.headers])).not.toMatch(/planted|secret/);
  const { errors } = JSON.parse(text);
  expect(errors[0]).toMatchObject({ extensions: { code: 'INTERNAL_SERVER_ERROR' } });
  for (const { extensions } of errors) expect(Object.keys(extensions).sort()).toEqual(['code', 'requestId']);
  expect(served.log.join('')).toContain('planted');
};

const places = [
  ...plant.hooks,
  'hostRefusal',
  'refusalOf',
  'identify',
  'answerHealth',
  'shapeOf',
  'checkDocumentBytes',
  'readDocument',
  'checkLists',
  'startOperation',
  'createContext',
  'finish',
  'sendResponse',
  'createLoadersFor',
  'fillPath',
  'readSlice',
];

describe('an error planted', () => {
  it.each(places)('in %s shows nothing of itself', async (place) => {
    plant.state.at = place;
    const response = await ask(yogaAlone.has(place) ? 'application/graphql+json' : jsonType);
    expectMasked(response, await response.text());
    plant.state.at = '';
    expect((await (await ask()).json()).errors).toBeUndefined();
  });

  it.each(['presentable', 'asGraphQLError'])('in %s, beside a true one, shows nothing of itself', async (place) => {
    plant.state.at = place;
    const response = await served.post({ query, variables: { slug: place === 'presentable' ? '..' : 'nobody' } });
    const text = await response.text();
    expect(text).not.toMatch(/planted|secret/);
    expect(JSON.parse(text).errors.length).toBeGreaterThan(0);
  });

  it.each([
    ['Query', 'organization'],
    ['Organization', 'name'],
    ['Organization', 'projects'],
    ['Project', 'slug'],
    ['Viewer', 'mode'],
  ])('in the resolver of %s.%s shows nothing of itself', async (type, name) => {
    const found = schema.getType(type);
    const field = found && 'getFields' in found ? found.getFields()[name] : undefined;
    if (!field || !('resolve' in field)) throw new Error('no such field');
    const { resolve } = field;
    field.resolve = () => plant.strike('resolver');
    plant.state.at = 'resolver';
    try {
      const response = await ask();
      expectMasked(response, await response.text());
    } finally {
      field.resolve = resolve;
    }
  });
});
