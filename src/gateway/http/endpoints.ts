import { limits } from '../limits.ts';
import type { Call } from './call.ts';
import { Endpoint, endpointText, type Observed } from './endpoint.ts';

/** The endpoints that one credential has asked, by account. */
export class Endpoints {
  readonly #known = new Map<string, Endpoint>();

  /** Calls in flight that the credential may have, as far as Sentry's answers tell. */
  get atOnce(): number {
    const all = [...this.#known.values()].map(({ atOnceForAll }) => atOnceForAll);
    return Math.min(limits.inFlightPerCredential, ...all);
  }

  of(call: Call, now: number): Endpoint {
    const text = endpointText(call);
    const known = this.#known.get(text);
    if (known) return known;
    if (this.#known.size >= limits.idleEndpoints) {
      for (const [other, endpoint] of this.#known) if (endpoint.isIdle(now)) this.#known.delete(other);
    }
    const endpoint = new Endpoint(call);
    this.#known.set(text, endpoint);
    return endpoint;
  }

  /** The one that other replicas call so. */
  withDigest(digest: string): Endpoint | undefined {
    return [...this.#known.values()].find((endpoint) => endpoint.digest === digest);
  }

  isIdle(now: number): boolean {
    return [...this.#known.values()].every((endpoint) => endpoint.isIdle(now));
  }

  /** What the latest answers through one account said, once for each family. */
  observed(account: string | null): Observed[] {
    const seen = [...this.#known.values()].flatMap((endpoint) =>
      endpoint.observed && endpoint.account === account ? [endpoint.observed] : [],
    );
    const latest = new Map(seen.sort((a, b) => a.at - b.at).map((each) => [each.family, each]));
    return [...latest.values()].sort((a, b) => a.family.localeCompare(b.family));
  }
}
