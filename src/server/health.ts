import type { ServerResponse } from 'node:http';
import { sendJson } from './refuse.ts';
import type { Standing } from './standing.ts';

/** Answers `/health/live` and `/health/ready`, neither of which asks the upstream; false for other paths. */
export const answerHealth = (path: string, response: ServerResponse, standing: Standing): boolean => {
  if (path === '/health/live') sendJson(response, 200, { status: 'live' });
  else if (path === '/health/ready' && standing.ready) sendJson(response, 200, { status: 'ready' });
  else if (path === '/health/ready') sendJson(response, 503, { status: 'not ready' });
  else return false;
  return true;
};
