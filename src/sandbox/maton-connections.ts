import { connectLink } from './connect-link.ts';
import type { ConnectionRecord } from './data/model.ts';
import { hashText } from './data/random.ts';
import { flatError, unknownConnectionReply } from './maton.ts';
import { empty, json, type Reply } from './reply.ts';
import { nextId, type SandboxState } from './state.ts';
import { isoMicroseconds } from './time.ts';
import { decodePart } from './url.ts';

function connectionPayload(state: SandboxState, connection: ConnectionRecord): Record<string, unknown> {
  return {
    connection_id: connection.id,
    status: connection.status,
    creation_time: isoMicroseconds(connection.dateCreated),
    ...(connection.dateUpdated === null ? {} : { last_updated_time: isoMicroseconds(connection.dateUpdated) }),
    url: connectLink(state, connection),
    app: 'sentry',
    metadata: {},
  };
}

/** Maton's control plane: `/connections` and what is below. */
export function controlReply(
  state: SandboxState,
  method: string,
  path: string,
  query: URLSearchParams,
  body: string,
): Reply {
  const [, , id = '', ...rest] = path.split('/');
  if (rest.length > 0) return empty(404);
  if (id === '') {
    if (method === 'GET') return listReply(state, query);
    return method === 'POST' ? createReply(state, body) : { ...empty(405), headers: { allow: 'GET, POST' } };
  }
  if (method !== 'GET' && method !== 'DELETE') return { ...empty(405), headers: { allow: 'GET, DELETE' } };
  const connection = state.connections.find((candidate) => candidate.id === decodePart(id));
  if (connection === undefined) return unknownConnectionReply(id);
  return method === 'GET' ? json({ connection: connectionPayload(state, connection) }) : deleteReply(state, connection);
}

const secondPage = 'page-2';

function listReply(state: SandboxState, query: URLSearchParams): Reply {
  const [app, status, method] = [query.get('app'), query.get('status'), query.get('method')];
  const rows = state.connections
    .filter(
      (connection) =>
        (app ?? 'sentry') === 'sentry' &&
        (method ?? 'OAUTH2') === 'OAUTH2' &&
        (status ?? connection.status) === connection.status,
    )
    .map((connection) => ({ ...connectionPayload(state, connection), method: 'OAUTH2' }));
  if (!state.switches.connectionsPaged) return json({ connections: rows });
  if (query.get('next_token') === secondPage) return json({ connections: rows.slice(-1) });
  return json({ connections: rows.slice(0, -1), next_token: secondPage });
}

function appOf(body: string): unknown {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === 'object' && parsed !== null && 'app' in parsed ? parsed.app : undefined;
  } catch {
    return undefined;
  }
}

/** An id of the form that Maton's have. */
function newConnectionId(state: SandboxState): string {
  const seed = nextId(state);
  const hex = ['a', 'b', 'c', 'd'].map((salt) => hashText(`${salt}${seed}`).toString(16).padStart(8, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** Answers with the id alone; the link is in the connection, which takes a second call. */
function createReply(state: SandboxState, body: string): Reply {
  const app = appOf(body);
  if (app !== 'sentry') return flatError(400, 'Bad Request', `Invalid app: ${String(app)}`);
  const connection: ConnectionRecord = {
    id: newConnectionId(state),
    status: 'PENDING',
    dateCreated: state.now,
    dateUpdated: null,
  };
  state.connections.push(connection);
  const { connectionAnswer, connectionCreatedStatus } = state.switches;
  if (connectionAnswer === 'nested') {
    return json({ connection: connectionPayload(state, connection) }, connectionCreatedStatus);
  }
  return json({ [connectionAnswer]: connection.id }, connectionCreatedStatus);
}

function deleteReply(state: SandboxState, connection: ConnectionRecord): Reply {
  state.connections.splice(state.connections.indexOf(connection), 1);
  const { connectionDeletedAnswer } = state.switches;
  if (connectionDeletedAnswer === 'empty') return empty(204);
  if (connectionDeletedAnswer === 'json') return json({ success: true });
  return { status: 200, headers: { 'content-type': 'text/plain' }, body: 'Connection deleted' };
}
