import type { Operation } from '../operation.ts';
import type { Secret } from './secret.ts';

/** One identity upstream. Data is never shared between callers. */
export type Caller = {
  readonly credential: Secret;
  /** Maton's id of the linked account; null leaves the choice to Maton. */
  readonly account: string | null;
  /** Organizations that the client behind it may reach, by slug; null or absent is any. No part of the identity upstream. */
  readonly reach?: ReadonlySet<string> | null;
};

/** A caller as part of a key of shared state; holds no credential. */
export const callerText = ({ credential, account }: Caller): string => `${credential.fingerprint}/${account ?? ''}`;

/** Query parameters in order; a name may repeat. */
export type Query = readonly (readonly [name: string, value: string])[];

/** One REST request before it is sent. Limiter, cost, log and trace go by `family`. */
export type Call = {
  readonly family: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Sentry's API or Maton's control plane. */
  readonly plane: 'data' | 'control';
  /** Path with placeholders, such as `/organizations/{organization}/issues/`; safe to log. */
  readonly template: string;
  /** The path with its placeholders filled and encoded. */
  readonly path: string;
  readonly query: Query;
  readonly body?: unknown;
  /** Header of that name, where traces are passed on. */
  readonly traceparent?: string;
  /** How often it has been tried before. */
  readonly attempt: number;
  /** Response path without list indexes of the field it is made for. */
  readonly level?: string | undefined;
  /** How long this attempt has waited for its turn, in milliseconds. */
  readonly waited?: number;
  readonly caller: Caller;
  readonly operation: Operation;
};

/** The organization that a path lies in, as Sentry's paths name it; null where it names none. */
export const organizationIn = ({ template, path }: Pick<Call, 'template' | 'path'>): string | null => {
  const at = template.split('/').indexOf('{organization}');
  return at < 0 ? null : (path.split('/')[at] ?? null);
};

/** An answer, whatever its status. `body` is the parsed JSON, or the text where it is none, or undefined where it is empty. */
export type Reply = {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: { readonly json: unknown } | { readonly text: string } | undefined;
  /** Size of the body, where the transport has counted it. */
  readonly bytes?: number;
};

/** Sends a call and answers with the reply. */
export type Send = (call: Call) => Promise<Reply>;

/** One idea about how calls travel, around the next one. */
export type Layer = (next: Send) => Send;
