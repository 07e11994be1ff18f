import { invalidFields, json, Refusal, refuse } from '../reply.ts';
import type { Scope } from '../scope.ts';
import { type Form, formOf } from './form.ts';
import { Invalid } from './invalid.ts';

function parsed(scope: Scope): unknown {
  if (scope.body === '') return {};
  const type = scope.header('content-type') ?? '';
  if (!/^application\/(?:json|[\w.-]+\+json)\b/i.test(type)) {
    throw refuse(415, `Unsupported media type "${type}" in request.`);
  }
  try {
    return JSON.parse(scope.body);
  } catch (error) {
    throw refuse(400, `JSON parse error - ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Reads the body of a write by its form. What is wrong is one 400 with all of it, by member. */
export function readForm<T>(scope: Scope, read: (form: Form) => T): T {
  try {
    return formOf(read)(parsed(scope));
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    const { problem } = error;
    if (typeof problem === 'object' && problem !== null && !Array.isArray(problem)) {
      throw invalidFields(Object.fromEntries(Object.entries(problem)));
    }
    throw new Refusal(json(problem, 400));
  }
}
