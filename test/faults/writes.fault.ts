import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Fault } from '../../src/sandbox/switches.ts';
import { Chance } from '../support/chance.ts';
import { type Served, startServer } from '../support/server.ts';

const writes = 200;

let served: Served;
beforeAll(async () => {
  served = await startServer({ UPSTREAM_RPS: '1000', CACHE: 'on' }, { rateLimit: null });
});
afterAll(() => served.close());
afterEach(() => served.sandbox.reset());

const create = async (name: string): Promise<string> => {
  const query = `mutation { createTeam(input: { organization: "acme", name: "${name}" }) { team { slug } userErrors { code } } }`;
  const { data, errors } = await (await served.post({ query })).json();
  if (errors) return errors[0].extensions.outcome ?? errors[0].extensions.code;
  return data.createTeam.team ? 'DONE' : 'REFUSED';
};

describe('a write', () => {
  it.each<[string, Omit<Fault, 'path'>]>([
    ['whose answer is reset after its effect', { kind: 'reset-after-effect' }],
    ['whose answer is a 502 after its effect', { kind: '502-after-effect' }],
    ['whose answer never comes after its effect', { kind: 'hang-after-effect' }],
    ['half of which meet a 503', { status: 503, body: '' }],
  ])(`%s is never sent twice: ${writes} of them`, async (name, fault) => {
    served.sandbox.clearCalls();
    served.sandbox.switches.faults.push({ method: 'POST', path: new Chance(0.5), ...fault });
    const prefix = name.replace(/\W+/g, '-').slice(0, 30);
    const outcomes = await Promise.all(Array.from({ length: writes }, (_, index) => create(`${prefix} ${index}`)));
    const sent = served.sandbox.calls.filter(({ method }) => method === 'POST').map(({ body }) => JSON.stringify(body));
    const twice = sent.length - new Set(sent).size;
    const tally = [...new Set(outcomes)].map(
      (outcome) => `${outcomes.filter((other) => other === outcome).length} ${outcome}`,
    );
    process.stdout.write(`writes ${name}: ${sent.length} sent, ${twice} twice; ${tally.join(', ')}\n`);
    expect(twice).toBe(0);
    // What was not sent in time says so without a doubt about its outcome.
    const possible = ['DONE', 'UNKNOWN', 'RATE_LIMITED', 'UPSTREAM_TIMEOUT', 'UPSTREAM_UNAVAILABLE'];
    expect(outcomes.filter((outcome) => !possible.includes(outcome))).toEqual([]);
    expect(outcomes.filter((outcome) => outcome === 'DONE' || outcome === 'UNKNOWN')).toHaveLength(sent.length);
    expect(outcomes).toContain('UNKNOWN');
  });
});
