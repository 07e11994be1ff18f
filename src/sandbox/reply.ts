/** One answer before it is written to the wire. */
export type Reply = { status: number; headers: Record<string, string>; body: string };

/** An answer in JSON. */
export function json(value: unknown, status = 200, headers: Record<string, string> = {}): Reply {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) };
}

/** An answer with no body. */
export function empty(status: number): Reply {
  return { status, headers: {}, body: '' };
}

/** Ends an endpoint early with the answer it carries. */
export class Refusal extends Error {
  readonly reply: Reply;

  constructor(reply: Reply) {
    super(`refused with ${reply.status}`);
    this.reply = reply;
  }
}

/** Sentry's usual form of a refusal: `detail`. */
export function refuse(status: number, detail: unknown): Refusal {
  return new Refusal(json({ detail }, status));
}

/** Sentry's 404 of anything missing, invisible or pending deletion. */
export function notFound(detail = 'The requested resource does not exist'): Refusal {
  return refuse(404, detail);
}

/** Sentry's 403. */
export function forbidden(): Refusal {
  return refuse(403, 'You do not have permission to perform this action.');
}

/** Sentry's 400 of a list parameter. */
export function badRequest(detail: string): Refusal {
  return refuse(400, detail);
}

/** Sentry's own failure. */
export function internalError(): Refusal {
  return new Refusal(json({ detail: 'Internal Error', errorId: null }, 500));
}

/** Sentry's 403 of a token that lacks a scope. */
export function insufficientScope(scopes: readonly string[]): Refusal {
  const { reply } = forbidden();
  const challenge = `Bearer error="insufficient_scope", scope="${scopes.join(' ')}"`;
  return new Refusal({ ...reply, headers: { ...reply.headers, 'www-authenticate': challenge } });
}

/** Sentry's 400 of a body: what is wrong by field. */
export function invalidFields(fields: Record<string, unknown>): Refusal {
  return new Refusal(json(fields, 400));
}
