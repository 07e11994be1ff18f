import { createServer, type Server, type ServerResponse } from 'node:http';
import { limits } from '../gateway/limits.ts';
import type { Metrics } from './metrics.ts';

/** Answers with the numbers, whoever asks: they tell nothing of what anybody asked. */
export const answerMetrics = async (metrics: Metrics, response: ServerResponse): Promise<void> => {
  const { type, text } = await metrics.print();
  response.writeHead(200, { 'content-type': type });
  response.end(text);
};

/** Makes the server for `METRICS_PORT`: `/metrics` and nothing else. */
export const createMetricsServer = (metrics: Metrics): Server => {
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').replace(/\?.*$/s, '');
    if (request.method === 'GET' && path === '/metrics') {
      answerMetrics(metrics, response).catch(() => response.destroy());
    } else {
      response.writeHead(404).end();
    }
  });
  server.headersTimeout = limits.headersTimeout;
  server.requestTimeout = limits.requestTimeout;
  server.maxConnections = limits.metricsConnections;
  return server;
};
