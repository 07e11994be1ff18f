import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CodedError } from '../../src/gateway/http/coded-error.ts';
import { createMetrics } from '../../src/server/metrics.ts';
import { createMetricsServer } from '../../src/server/metrics-server.ts';
import { callOf } from '../support/call.ts';
import { type Served, startServer } from '../support/server.ts';

let served: Served;
beforeAll(async () => {
  served = await startServer({ CACHE: 'on' }, { rateLimit: null });
});
afterAll(() => served.close());

/** Values by name and labels, as `/metrics` prints them. */
const numbers = async (at: Served = served): Promise<Map<string, number>> => {
  const text = await (await fetch(`${at.origin}/metrics`)).text();
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]));
};

describe('/metrics', () => {
  it('counts operations, calls by family and status, what was saved, batches, writes, and errors by code', async () => {
    await served.post({ query: '{ organization(slug: "acme") { name } }' });
    await served.post({ query: '{ organization(slug: "acme") { name } }' });
    await served.post({ query: '{ organization(slug: "nobody") { name } }' });
    await served.post({ query: '{ nope }' });
    await served.post('x', { 'content-type': 'text/plain' });
    await served.post({
      query: 'mutation { updateTeam(input: { organization: "acme", id: "payments", name: "P" }) { team { slug } } }',
    });
    const seen = await numbers();
    expect(seen.get('sentry_graph_operations_total{type="query",outcome="answered",operation=""}')).toBe(2);
    expect(seen.get('sentry_graph_operations_total{type="query",outcome="answered in part",operation=""}')).toBe(1);
    expect(seen.get('sentry_graph_operation_seconds_count{type="mutation",operation=""}')).toBe(1);
    expect(seen.get('sentry_graph_operations_active')).toBe(0);
    expect(seen.get('sentry_graph_errors_total{code="NOT_FOUND"}')).toBe(1);
    expect(seen.get('sentry_graph_requests_refused_total{code="GRAPHQL_VALIDATION_FAILED"}')).toBe(1);
    expect(seen.get('sentry_graph_requests_refused_total{code="BAD_USER_INPUT"}')).toBe(1);
    expect(seen.get('sentry_graph_upstream_calls_total{family="organization",status="200"}')).toBe(1);
    expect(seen.get('sentry_graph_upstream_calls_total{family="organization",status="404"}')).toBe(1);
    expect(seen.get('sentry_graph_upstream_call_seconds_count{family="organization"}')).toBe(2);
    expect(seen.get('sentry_graph_calls_saved_total{how="cache"}')).toBe(1);
    expect(seen.get('sentry_graph_batch_keys_count{kind="Organization"}')).toBe(2);
    expect(seen.get('sentry_graph_limiter_wait_seconds_count')).toBe(3);
    expect(seen.get('sentry_graph_writes_total{outcome="done"}')).toBe(1);
    expect(seen.get('sentry_graph_breaker_state')).toBe(0);
  });

  it('has no label that a client can choose', async () => {
    await served.post({
      query: 'query Chosen { organization(slug: "chosen-slug") { name } }',
      operationName: 'Chosen',
    });
    await served.post({ query: 'query Chosen { chosenField }' }, { 'maton-connection': 'chosen-account' });
    await fetch(`${served.origin}/chosen-path`);
    expect(JSON.stringify([...(await numbers()).keys()])).not.toMatch(/chosen/i);
  });

  it('tells whose limit refused a call, and the state of the breaker', async () => {
    const { hooks, print } = createMetrics();
    hooks.onTurnedAway?.(callOf(), new CodedError('RATE_LIMITED', 'Later.'));
    hooks.onTurnedAway?.(callOf(), new CodedError('RATE_LIMITED', 'Later.', { origin: 'MATON' }));
    hooks.onBreaker?.('open');
    const { text } = await print();
    expect(text).toContain('sentry_graph_limiter_refusals_total{limit="own"} 1');
    expect(text).toContain('sentry_graph_limiter_refusals_total{limit="MATON"} 1');
    expect(text).toContain('sentry_graph_breaker_state 2');
  });

  it('names the operations of trusted documents, and no others', async () => {
    const { operation, print } = createMetrics();
    const saved = { stub: 0, loader: 0, batch: 0, flight: 2, cache: 0 };
    operation({ type: 'query', outcome: 'answered', trusted: 'Board', ms: 30, codes: [], saved });
    const { text } = await print();
    expect(text).toContain('sentry_graph_operations_total{type="query",outcome="answered",operation="Board"} 1');
    expect(text).toContain('sentry_graph_calls_saved_total{how="flight"} 2');
  });

  it('tells of the process: loop lag, memory', async () => {
    const { text } = await createMetrics({ ofProcess: true }).print();
    expect(text).toContain('nodejs_eventloop_lag_p99_seconds');
    expect(text).toContain('process_resident_memory_bytes');
  });

  it('is asked under any host name, and by no page: no CORS header', async () => {
    const response = await fetch(`${served.origin}/metrics`, { headers: { origin: 'https://app.example' } });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });

  it.each([
    ['another port has it', { METRICS_PORT: '9464' }],
    ['others than this machine can ask', { HOST: '0.0.0.0' }],
  ])('is not on the main port where %s', async (_why, environment) => {
    const other = await startServer(environment);
    try {
      expect((await fetch(`${other.origin}/metrics`)).status).toBe(404);
    } finally {
      await other.close();
    }
  });

  it('is all that METRICS_PORT serves', async () => {
    const server = createMetricsServer(served.metrics);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect(await (await fetch(`${at}/metrics`)).text()).toContain('sentry_graph_operations_total');
    expect((await fetch(`${at}/graphql`)).status).toBe(404);
    expect((await fetch(`${at}/metrics`, { method: 'POST' })).status).toBe(404);
    await new Promise((resolve) => server.close(resolve));
  });
});
