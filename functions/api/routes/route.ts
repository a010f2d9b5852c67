import type * as z from 'zod/mini';
import type { Role } from './roles.ts';

export const basePath = '/api/v1/learning';

/** One line of the API: read by the CDK, the local server, the OpenAPI document and the tests. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Below {@link basePath}. */
  readonly path: string;
  readonly role: Role | 'anyone';
  readonly summary: string;
  /** Status of a successful answer. */
  readonly status: 200 | 201 | 202;
  readonly query?: z.core.$ZodType<object>;
  readonly body?: z.core.$ZodType<object>;
  /** Formats of the body and of its response; JSON unless given. */
  readonly mediaTypes?: readonly string[];
}
