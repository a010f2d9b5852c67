import type { RequestSpan } from './request-spans.ts';
import type { CodeLocation } from './stack-reader.ts';

/**
 * Knows which endpoints a function was certainly working for. After a wait, several requests may be active and a CPU profile does
 * not say which of them continues: its functions tell, if they were seen in one endpoint's requests only.
 */
export class CodeOwners {
  readonly #endpoints = new Map<CodeLocation, Set<string>>();

  add(endpoint: string, locations: readonly CodeLocation[]): void {
    for (const location of locations) {
      const known = this.#endpoints.get(location) ?? new Set();
      known.add(endpoint);
      this.#endpoints.set(location, known);
    }
  }

  /** Whether a function was certainly working for an endpoint. */
  knows(endpoint: string | null, location: CodeLocation): boolean {
    return endpoint !== null && this.#endpoints.get(location)?.has(endpoint) === true;
  }

  /** Those of the requests that may be running this stack, innermost first: all of them if nothing is known. */
  among(requests: readonly RequestSpan[], locations: readonly CodeLocation[]): readonly RequestSpan[] {
    const active = new Set(requests.map(({ endpoint }) => endpoint));
    // The outermost function is the most special one: inner ones are shared.
    for (const location of active.size > 1 ? [...locations].reverse() : []) {
      const owners = this.#endpoints.get(location);
      const owning = new Set([...active].filter((endpoint) => endpoint !== null && owners?.has(endpoint)));
      if (owning.size > 0 && owning.size < active.size)
        return requests.filter(({ endpoint }) => owning.has(endpoint));
    }
    return requests;
  }
}

/** The one endpoint of the requests, or null if they have several, or one is unknown. */
export function onlyEndpointOf(requests: readonly RequestSpan[]): string | null {
  const [first] = requests;
  const endpoint = first?.endpoint ?? null;
  return requests.every((span) => span.endpoint === endpoint) ? endpoint : null;
}
