import type { IncomingMessage } from 'node:http';
import { noteOf } from '../request-note.ts';
import { expressRoute } from './express.ts';
import { nameParameters } from './name-parameters.ts';
import { pathOf } from './request-path.ts';

/** The template of the route that served a request, as its framework tells it; `null` if none does. */
export function routeOf(req: IncomingMessage): string | null {
  return noteOf(req)?.route?.() ?? expressRoute(req) ?? routeByParameters(req);
}

/** Polka, and others with parameters: they tell the values, but not the template. */
function routeByParameters(req: IncomingMessage): string | null {
  const { params } = req as IncomingMessage & { readonly params?: unknown };
  if (typeof params !== 'object' || params === null || Object.keys(params).length === 0) return null;
  return nameParameters(pathOf(req), params);
}
