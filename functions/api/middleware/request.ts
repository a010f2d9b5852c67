import type * as z from 'zod/mini';
import type { Route } from '../routes/route.ts';

type Parsed<R extends Route, Part extends 'body' | 'query'> = R extends {
  readonly [part in Part]: z.core.$ZodType<infer Value>;
}
  ? Value
  : undefined;

/** The caller, from the token. */
export interface Caller {
  readonly id: string;
  readonly roles: readonly string[];
  /** The services that a `service` token speaks for. */
  readonly services: readonly string[];
}

/** A validated request, independent of HTTP. */
export interface ApiRequest<R extends Route = Route> {
  readonly caller: Caller;
  readonly body: Parsed<R, 'body'>;
  readonly query: Parsed<R, 'query'>;
  readonly parameters: Readonly<Record<string, string>>;
}
