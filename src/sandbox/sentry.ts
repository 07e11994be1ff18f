import type { World } from './data/model.ts';
import { defaultLimit, type EndpointLimit, type Pass } from './limits.ts';
import { type Match, matchRoute } from './match.ts';
import { empty, insufficientScope, internalError, json, Refusal, type Reply } from './reply.ts';
import { nextId, type SandboxState } from './state.ts';
import { isGranted } from './switches.ts';
import { pause } from './time.ts';

/** One call below `/sentry/api/0`. */
export type SentryCall = {
  method: string;
  path: string;
  query: string;
  headers: Readonly<Record<string, string>>;
  body: string;
};

/** Lets a user's call into an endpoint's bucket, or refuses it. */
export type SentryLimiter = (user: string, bucket: string, limit: EndpointLimit) => Pass;

/** Sentry's side: routes a call, keeps its limits, and turns refusals into answers. */
export async function sentryReply(
  state: SandboxState,
  world: World,
  call: SentryCall,
  limiter: SentryLimiter,
): Promise<Reply> {
  const match = matchRoute(call.method, call.path);
  const { bucket, limit } = match ?? { bucket: 'default', limit: defaultLimit };
  const pass = limiter(world.viewer.id, `${call.method} ${bucket}`, limit);
  try {
    await pause(state.switches.latencyMs + pass.holdMs);
    const reply = pass.refusal ?? (match === null ? unrouted(call) : await answer(state, world, call, match));
    return { ...reply, headers: { ...pass.headers, ...reply.headers } };
  } finally {
    pass.release();
  }
}

function unrouted(call: SentryCall): Reply {
  return call.path.endsWith('/') ? empty(404) : missingSlash(call);
}

async function answer(state: SandboxState, world: World, call: SentryCall, match: Match): Promise<Reply> {
  if (match.endpoint === null) {
    return json({ detail: `Method "${call.method}" not allowed.` }, 405, { allow: match.allowed.join(', ') });
  }
  if (match.scopes !== null && !isGranted(state.switches, match.scopes)) return insufficientScope(match.scopes).reply;
  try {
    return await match.endpoint({
      world,
      now: state.now,
      switches: state.switches,
      path: call.path,
      query: new URLSearchParams(call.query),
      body: call.body,
      header: (name) => call.headers[name],
      part: (name) => match.parts.get(name) ?? '',
      newId: () => nextId(state),
    });
  } catch (error) {
    if (error instanceof Refusal) return error.reply;
    process.emitWarning(error instanceof Error ? error : String(error), 'SandboxWarning');
    return internalError().reply;
  }
}

/** Sentry does not redirect to the path with a slash: it only hints at it. */
function missingSlash({ path, headers }: SentryCall): Reply {
  const hint = `Route not found, did you forget a trailing slash?\n\ntry: /api/0${path}/`;
  if (headers.accept?.includes('application/json') === true) return json({ info: hint }, 404);
  return { status: 404, headers: { 'content-type': 'text/plain' }, body: hint };
}
