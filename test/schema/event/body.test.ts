import { isObjectType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { ask, built, everything } from './ask.ts';

const frame = {
  filename: 'app/cart.ts',
  absPath: '/srv/app/cart.ts',
  function: 'total',
  lineNo: '12',
  colNo: 3,
  inApp: true,
  vars: {},
  context: [
    [11, '{'],
    [12, null],
  ],
};

const body = {
  tags: [
    { key: 'level', value: 'error' },
    { key: 'empty', value: null },
  ],
  user: { id: 7, email: null, username: 'ann', name: null, ip_address: '127.0.0.1', data: null },
  dateReceived: '2026-11-25T11:00:00.5Z',
  size: '7055',
  dist: null,
  entries: [
    { type: 'message', data: { formatted: 'Hi', message: 'Hi', params: null } },
    { type: 'mystery', data: null },
    {
      type: 'exception',
      data: {
        values: [
          { type: 'IOError', value: 'disk', threadId: 1, mechanism: null, stacktrace: null },
          null,
          {
            type: 'TypeError',
            value: 'x is undefined',
            module: null,
            threadId: null,
            mechanism: { type: 'onerror', handled: null, meta: { code: 1 } },
            stacktrace: {
              frames: [{ function: 'main', inApp: null, context: null, vars: null }, null, frame],
              framesOmitted: [1, 5],
              hasSystemFrames: true,
              registers: { rip: '0x1' },
            },
            rawStacktrace: { frames: null, framesOmitted: null },
          },
        ],
      },
    },
    { type: 'threads', data: { values: [{ id: 1, name: null, crashed: true, current: false, stacktrace: null }] } },
    {
      type: 'breadcrumbs',
      data: {
        values: [
          { timestamp: 1795604400, type: 'default', category: null, level: 'critical', message: null, data: null },
          null,
          { timestamp: '2026-11-25T11:00:00Z', type: 'http', level: null, data: { status_code: 200 } },
        ],
      },
    },
    {
      type: 'request',
      data: {
        url: 'https://shop.example/cart?item=1#top',
        method: 'POST',
        query: 'item=1',
        fragment: null,
        headers: [['Accept', null]],
        cookies: { sid: 'x' },
        data: '{"a":1}',
        inferredContentType: 'application/json',
        env: null,
      },
    },
  ],
  contexts: { client_os: { type: 'os', name: 'iOS', version: 17 }, os: null, 'odd name.1': 'x', app: { app_build: 3 } },
  context: { cart: [1] },
  packages: {},
  sdk: null,
  errors: [{ type: 'js_no_source', message: 'Source not found' }, { message: 'Odd' }],
  fingerprints: ['abc', null],
  occurrence: {
    issueTitle: 'N+1',
    detectionTime: 1541539195.25,
    evidenceDisplay: [{ name: 'Query', value: 'SELECT', important: true }, null],
    evidenceData: {},
  },
  startTimestamp: 1541539190.5,
  endTimestamp: 1541539195,
};

describe('the body of an event', () => {
  it('is typed in full, at once and without a call where it is known', async () => {
    const { event, failed, calls, sync } = await ask(everything, body);
    expect(failed).toEqual([]);
    expect(calls).toEqual([]);
    expect(sync).toBe(true);
    expect(event).toMatchObject({
      tags: [
        { key: 'level', value: 'error' },
        { key: 'empty', value: null },
      ],
      user: { userId: '7', email: null, username: 'ann', ipAddress: '127.0.0.1', geo: null, data: null },
      dateReceived: '2026-11-25T11:00:00.5Z',
      size: 7055,
      dist: null,
      exceptions: [
        { type: 'IOError', threadId: '1', mechanism: null, stacktrace: null, rawStacktrace: null },
        {
          type: 'TypeError',
          mechanism: { type: 'onerror', handled: null, description: null, raw: { type: 'onerror', meta: { code: 1 } } },
          rawStacktrace: { frames: [], framesOmitted: null, hasSystemFrames: null, registers: null },
        },
      ],
      stacktrace: {
        frames: [
          { function: 'main', inApp: null, lineNo: null, context: [], vars: null },
          {
            filename: 'app/cart.ts',
            absPath: '/srv/app/cart.ts',
            lineNo: 12,
            colNo: 3,
            inApp: true,
            vars: {},
            context: [
              { lineNo: 11, line: '{' },
              { lineNo: 12, line: null },
            ],
          },
        ],
        inApp: [{ function: 'total' }],
        framesOmitted: [1, 5],
        hasSystemFrames: true,
        registers: { rip: '0x1' },
      },
      threads: [{ threadId: '1', name: null, crashed: true, current: false, state: null, stacktrace: null }],
      breadcrumbs: [
        { timestamp: '2026-11-25T11:00:00.000Z', level: 'UNKNOWN', levelRaw: 'critical', data: null },
        { timestamp: '2026-11-25T11:00:00Z', level: null, levelRaw: null, data: { status_code: 200 } },
      ],
      request: {
        url: 'https://shop.example/cart',
        method: 'POST',
        query: [{ key: 'item', value: '1' }],
        fragment: 'top',
        headers: [{ key: 'Accept', value: null }],
        cookies: [{ key: 'sid', value: 'x' }],
        data: '{"a":1}',
        env: null,
      },
      contexts: {
        device: null,
        os: { name: 'iOS', version: '17', raw: body.contexts.client_os },
        app: { name: null, build: '3' },
        raw: body.contexts,
      },
      sdk: null,
      extra: { cart: [1] },
      packages: {},
      errors: [
        { type: 'js_no_source', message: 'Source not found', data: null },
        { type: '', message: 'Odd', data: null },
      ],
      fingerprints: ['abc'],
      occurrence: {
        issueTitle: 'N+1',
        subtitle: null,
        detectionTime: '2018-11-06T21:19:55.250Z',
        evidenceDisplay: [{ name: 'Query', value: 'SELECT', important: true }],
        evidenceData: {},
      },
      startTimestamp: '2018-11-06T21:19:50.500Z',
      endTimestamp: '2018-11-06T21:19:55.000Z',
    });
    expect(event.exceptions).toHaveLength(2);
    expect(event.raw).toEqual({ eventID: '9'.repeat(32), ...body });
  });

  it('is one call for all its fields where a simple row was known, none for what the row holds', async () => {
    const row = { 'event.type': 'error', tags: [], user: null };
    expect(await ask('tags { key } user { name }', row)).toMatchObject({ event: { tags: [], user: null }, calls: [] });
    const { event, failed, calls } = await ask(
      'exceptions { type } request { url } size raw user { username }',
      row,
      body,
    );
    expect(failed).toEqual([]);
    expect(calls).toHaveLength(1);
    expect(event).toMatchObject({ exceptions: [{ type: 'IOError' }, { type: 'TypeError' }], size: 7055 });
  });

  it('of a report of another kind has no exceptions, threads or request, but its entries', async () => {
    const csp = { tags: null, entries: [{ type: 'csp', data: { effective_directive: 'img-src' } }], contexts: {} };
    const { event, failed } = await ask(
      `tags { key } exceptions { type } stacktrace { registers } threads { name } breadcrumbs { message } request { url }
       contexts { os { name } raw } entries(types: ["csp"]) { type data } none: entries(types: ["spans"]) { type }`,
      csp,
    );
    expect(failed).toEqual([]);
    expect(event).toEqual({
      tags: [],
      exceptions: null,
      stacktrace: null,
      threads: null,
      breadcrumbs: null,
      request: null,
      contexts: { os: null, raw: {} },
      entries: csp.entries,
      none: [],
    });
  });

  it('loses only the smallest nullable field to a shape nobody knows', async () => {
    const broken = {
      user: { id: 'ann', username: {} },
      size: 'huge',
      entries: [
        { type: {}, data: 1 },
        {
          type: 'exception',
          data: { values: [{ type: [], value: 'kept', stacktrace: 'x' }, { stacktrace: { frames: 7 } }] },
        },
        { type: 'breadcrumbs', data: { values: [{ timestamp: 'once', level: {}, message: 'kept' }] } },
        { type: 'request', data: { url: 'kept', headers: 7 } },
      ],
      errors: [{ type: {}, message: 'kept' }],
    };
    const { event, failed } = await ask(
      `user { userId username } size exceptions { type value stacktrace { frames { function } } }
       breadcrumbs { timestamp level message } request { url headers { key } } errors { type message } entries { type }`,
      broken,
    );
    expect(event).toEqual({
      user: { userId: 'ann', username: null },
      size: null,
      exceptions: [
        { type: null, value: 'kept', stacktrace: null },
        { type: null, value: null, stacktrace: null },
      ],
      breadcrumbs: [{ timestamp: null, level: null, message: 'kept' }],
      request: { url: 'kept', headers: null },
      errors: [{ type: '', message: 'kept' }],
      entries: [{ type: '' }, { type: 'exception' }, { type: 'breadcrumbs' }, { type: 'request' }],
    });
    expect([...failed].sort()).toEqual(
      [
        'breadcrumbs.0.level',
        'breadcrumbs.0.timestamp',
        'exceptions.0.stacktrace',
        'exceptions.0.type',
        'exceptions.1.stacktrace.frames',
        'request.headers',
        'size',
        'user.username',
      ].map((path) => `${path} UPSTREAM_BAD_RESPONSE`),
    );
  });

  it('names the part of the payload that each of its fields is read from', () => {
    const event = built.getType('Event');
    const fields = isObjectType(event) ? Object.values(event.getFields()) : [];
    const part = (name: string) => fields.find((field) => field.name === name)?.extensions.part;
    expect(['tags', 'user'].map(part)).toEqual(['summary', 'summary']);
    expect(['nextEvent', 'previousEvent'].map(part)).toEqual(['neighbours', 'neighbours']);
    const inBody = fields.filter(({ extensions }) => extensions.part === 'body').map(({ name }) => name);
    expect(inBody.sort()).toEqual(
      [
        ...['breadcrumbs', 'contexts', 'dateReceived', 'dist', 'endTimestamp', 'entries', 'errors', 'exceptions'],
        ...['extra', 'fingerprints', 'occurrence', 'packages', 'raw', 'request', 'sdk'],
        ...['size', 'stacktrace', 'startTimestamp', 'threads'],
      ].sort(),
    );
  });
});
