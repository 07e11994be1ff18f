import type { ConnectionRecord } from './data/model.ts';
import { hashText } from './data/random.ts';
import { empty, type Reply } from './reply.ts';
import type { SandboxState } from './state.ts';

const path = '/connect/';

/** Whether a path is that of connect links. They need no key: a person opens them. */
export function isConnectLink(given: string): boolean {
  return given === path;
}

/** The secret inside a connection's link, the same each time. */
function tokenOf({ id }: ConnectionRecord): string {
  const part = (salt: string): string => hashText(`${salt} ${id}`).toString(16).padStart(8, '0');
  return ['link', 'of', 'the', 'connection'].map(part).join('');
}

/** Where a person lets the connection into their Sentry. */
export function connectLink(state: SandboxState, connection: ConnectionRecord): string {
  return `${state.linkBase}${path}?session_token=${tokenOf(connection)}`;
}

function page(status: number, text: string): Reply {
  const body = `<!DOCTYPE html><html lang="en"><head><title>Maton (sandbox)</title></head><body><p>${text}</p></body></html>`;
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body };
}

/** Opening a link makes its pending connection active; with `error=` in its query, as when access is denied, failed. */
export function openConnectLink(state: SandboxState, method: string, query: URLSearchParams): Reply {
  if (method !== 'GET' && method !== 'HEAD') return { ...empty(405), headers: { allow: 'GET' } };
  const token = query.get('session_token');
  const connection = state.connections.find((candidate) => tokenOf(candidate) === token);
  if (connection === undefined) return page(404, 'This link is not valid any more.');
  if (connection.status === 'PENDING') {
    connection.status = query.has('error') ? 'FAILED' : 'ACTIVE';
    connection.dateUpdated = state.now;
  }
  return connection.status === 'ACTIVE'
    ? page(200, 'Sentry is connected. You can close this window.')
    : page(400, 'Sentry could not be connected. Create a new connection.');
}
