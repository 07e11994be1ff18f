import { afterEach, describe, expect, it } from 'vitest';
import { type Served, startServer } from '../support/server.ts';
import { registerTracer } from '../support/tracer.ts';

const query = 'query Board { organization(slug: "acme") { name } }';

let served: Served | undefined;
let registered: ReturnType<typeof registerTracer> | undefined;
afterEach(async () => {
  registered?.unregister();
  registered = undefined;
  await served?.close();
});

const start = async (environment: Record<string, string> = {}): Promise<Served> => {
  served = await startServer(environment);
  return served;
};

describe('spans', () => {
  it('are of the operation, its batch and its call, one within the other', async () => {
    registered = registerTracer();
    const { post, log } = await start();
    const response = await post({ query });
    const [operation, batch, call] = registered.spans;
    expect(registered.spans).toHaveLength(3);
    expect(operation).toMatchObject({
      name: 'query',
      parent: undefined,
      attributes: {
        'graphql.operation.name': 'Board',
        'sentry_graph.request_id': response.headers.get('x-request-id'),
        'sentry_graph.calls': 1,
      },
    });
    expect(batch).toMatchObject({ name: 'batch Organization', parent: operation?.spanId });
    expect(call).toMatchObject({
      name: 'GET /organizations/{organization}/',
      parent: batch?.spanId,
      attributes: { 'sentry_graph.family': 'organization', 'http.response.status_code': 200 },
    });
    expect(registered.spans.every(({ ended }) => ended)).toBe(true);
    expect(log.at(-1)).toContain(`"trace":"${operation?.traceId}"`);
  });

  it('hang beneath the trace that the client sent', async () => {
    registered = registerTracer();
    const { post } = await start();
    await post({ query }, { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' });
    expect(registered.spans[0]).toMatchObject({
      traceId: '0af7651916cd43dd8448eb211c80319c',
      parent: 'b7ad6b7169203331',
    });
  });

  it('say what failed, in codes alone', async () => {
    registered = registerTracer();
    const { post } = await start();
    await post({ query: '{ organization(slug: "nobody") { name } }' });
    expect(registered.spans.at(-1)?.attributes).toMatchObject({ 'error.type': '404' });
    expect(JSON.stringify(registered.spans)).not.toMatch(/nobody|127\.0\.0\.1|Bearer/);
  });

  it('are no part of an operation where no SDK is registered', async () => {
    const { post, log, sandbox } = await start();
    await post({ query });
    expect(log.at(-1)).not.toContain('"trace"');
    expect(sandbox.calls[0]?.headers.traceparent).toBeUndefined();
  });
});

describe('the header traceparent', () => {
  it('stays here by default, though an SDK is registered', async () => {
    registered = registerTracer();
    const { post, sandbox } = await start();
    await post({ query }, { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' });
    expect(sandbox.calls[0]?.headers.traceparent).toBeUndefined();
  });

  it('goes up with TRACE_UPSTREAM=1, naming the span of the call', async () => {
    registered = registerTracer();
    const { post, sandbox } = await start({ TRACE_UPSTREAM: '1' });
    await post({ query });
    const call = registered.spans.at(-1);
    expect(sandbox.calls[0]?.headers.traceparent).toBe(`00-${call?.traceId}-${call?.spanId}-01`);
  });

  it('is made of the request id where no SDK is registered, never of what the client sent', async () => {
    const { post, sandbox } = await start({ TRACE_UPSTREAM: '1' });
    const response = await post({ query }, { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' });
    const id = response.headers.get('x-request-id')?.replaceAll('-', '');
    expect(sandbox.calls[0]?.headers.traceparent).toMatch(new RegExp(`^00-${id}-[0-9a-f]{16}-00$`));
  });
});
