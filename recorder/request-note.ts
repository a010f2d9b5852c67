import type { EndpointOf } from './endpoint-of.ts';

/** What is known of a request that is being measured. Recorders of several copies in one process share it. */
export interface RequestNote {
  /** The template of the route that serves it, as its framework told. */
  route: string | null;
  /** What names it, if the service has its own names. */
  endpointOf: EndpointOf | null;
}

const key = Symbol.for('ironclaw.recorder');

/** Begins the note of a request. */
export function note(req: object): void {
  (req as { [key]?: RequestNote })[key] = { route: null, endpointOf: null };
}

/** The note of a request; `undefined` if no recorder measures it. */
export function noteOf(req: object): RequestNote | undefined {
  return (req as { readonly [key]?: RequestNote })[key];
}
