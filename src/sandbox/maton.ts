import { copyWorld } from './data/index.ts';
import type { ConnectionRecord, World } from './data/model.ts';
import { json, Refusal, type Reply } from './reply.ts';
import type { SandboxState } from './state.ts';

/** The only key that the sandbox's Maton knows. */
export const sandboxKey = 'sandbox';

/** One of Maton's own answers in its flat form. */
export function flatError(code: number, type: string, message: string): Reply {
  return json({ message, type, code }, code);
}

/** One of Maton's own answers in its nested form. */
export function nestedError(code: number, type: string, message: string): Reply {
  return json({ error: { message, type, code } }, code);
}

/** Maton's 429, which says nothing of when to come back. */
export function matonLimitReply(): Reply {
  return nestedError(429, 'rate_limit_error', 'Rate limit exceeded');
}

/** Maton's answer when the connection's grant cannot be renewed. */
export function matonBrokenReply(): Reply {
  return flatError(500, 'Internal Server Error', 'An unexpected error occurred');
}

/** Maton's answer to a connection id that it does not know. */
export function unknownConnectionReply(id: string): Reply {
  return flatError(404, 'Not Found', `Connection ${id} not found`);
}

/** Refuses a call without the right bearer. */
export function checkKey(authorization: string | undefined): void {
  const [scheme, key] = (authorization ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'bearer' || key !== sandboxKey) {
    throw new Refusal(nestedError(401, 'authentication_error', 'Invalid or missing API key'));
  }
}

/** The world behind the connection that a data call names, or behind the oldest active one. */
export function chooseWorld(state: SandboxState, id: string | null): World {
  const connection = id === null || id === '' ? oldestActive(state) : named(state, id);
  if (state.switches.expiredConnections.includes(connection.id)) throw new Refusal(matonBrokenReply());
  const world =
    state.worlds.find((candidate) => candidate.connection.id === connection.id) ?? openWorld(state, connection);
  if (world === undefined) throw new Refusal(unknownConnectionReply(connection.id));
  return world;
}

/** A connection opened while the sandbox runs sees what the youngest world held at start, in a copy of its own. */
function openWorld(state: SandboxState, connection: ConnectionRecord): World | undefined {
  const model = state.pristine.at(-1);
  if (model === undefined || state.pristine.some((world) => world.connection.id === connection.id)) return undefined;
  const world = { ...copyWorld(model), connection };
  state.worlds.push(world);
  return world;
}

function oldestActive(state: SandboxState): ConnectionRecord {
  const [oldest] = state.connections
    .filter(({ status }) => status === 'ACTIVE')
    .sort((a, b) => a.dateCreated - b.dateCreated);
  if (oldest === undefined) {
    throw new Refusal(flatError(400, 'Bad Request', 'No active connection found for app: sentry'));
  }
  return oldest;
}

function named(state: SandboxState, id: string): ConnectionRecord {
  const connection = state.connections.find((candidate) => candidate.id === id);
  if (connection === undefined) throw new Refusal(unknownConnectionReply(id));
  if (connection.status !== 'ACTIVE') {
    throw new Refusal(flatError(400, 'Bad Request', `Connection ${id} is not active`));
  }
  return connection;
}
