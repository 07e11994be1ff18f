/** Our server as `index.ts` puts it together, without the parts that `BENCH_WITHOUT` names: what each of them is worth. */
import type { AddressInfo } from 'node:net';
import { readConfig } from '../src/config.ts';
import { createGateway, type GatewayPart } from '../src/gateway/http/index.ts';
import { matonPrefix } from '../src/gateway/http/transport.ts';
import { setUpHeap } from '../src/heap.ts';
import { createHttpServer } from '../src/server/http.ts';
import { createLog } from '../src/server/log.ts';

setUpHeap();
const { BENCH_WITHOUT = '', ...environment } = process.env;
// Clients' points refill at the rate of the limiter: without the one, the other must not refuse.
const config = { ...readConfig(environment), callsPerSecond: 1_000_000 };
const gateway = createGateway({
  upstream: { origin: config.gatewayOrigin, controlOrigin: config.controlOrigin, prefix: matonPrefix },
  callsPerSecond: config.callsPerSecond,
  cache: config.cache,
  userAgent: 'sentry-graph/bench',
  without: new Set(BENCH_WITHOUT.split(',') as GatewayPart[]),
});
const server = createHttpServer(config, gateway, createLog(config.logLevel));
server.listen(config.port, config.host, () => {
  process.stdout.write(`listens on http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql\n`);
});
