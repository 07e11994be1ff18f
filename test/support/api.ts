import { Api } from '../../src/gateway/api.ts';
import type { Call, Reply } from '../../src/gateway/http/call.ts';
import { Generations } from '../../src/gateway/http/generations.ts';
import { callOf } from './call.ts';

/** The upstream as one operation sees it, where every call is answered with `reply`; and the calls. */
export const apiAnswering = (reply: Reply): { api: Api; calls: Call[] } => {
  const calls: Call[] = [];
  const { caller, operation } = callOf();
  const gateway = {
    upstream: { origin: '', prefix: '', controlOrigin: '' },
    callsPerSecond: 10,
    userAgent: 'test',
    cache: false,
    generations: new Generations(),
    budgetOf: () => ({ limit: 10, remaining: 10, resetsIn: 0, waiting: 0, endpoints: [] }),
    memory: { barePathRestsUntil: 0 },
    send: async (call: Call) => {
      calls.push(call);
      return reply;
    },
    close: async () => {},
  };
  return { api: new Api(gateway, caller, operation), calls };
};
