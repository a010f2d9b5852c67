import type { IncomingMessage } from 'node:http';
import type { EndpointOf } from './endpoint-of.ts';

/** What is known of a request that is being measured. Recorders of several copies in one process share it. */
export interface RequestNote {
  /** What the client asked for; frameworks shorten `req.url` for what they mount. */
  readonly url: string;
  /** Tells the template of the route that served it, if its framework is watched; `null`: none did. */
  route: (() => string | null) | null;
  /** What names it, if the service has its own names. */
  endpointOf: EndpointOf | null;
}

type Noted = IncomingMessage & { [key]?: RequestNote; readonly originalUrl?: string };

const key = Symbol.for('ironclaw.recorder');

/** Begins the note of a request. */
export function note(req: IncomingMessage): void {
  const { originalUrl, url = '' } = req as Noted;
  (req as Noted)[key] = { url: originalUrl ?? url, route: null, endpointOf: null };
}

/** The note of a request; `undefined` if no recorder measures it. */
export const noteOf = (req: IncomingMessage): RequestNote | undefined => (req as Noted)[key];

/** Notes what tells the route of a request, if a recorder measures it. */
export function noteRoute(req: IncomingMessage, route: () => string | null): void {
  const noted = noteOf(req);
  if (noted) noted.route = route;
}
