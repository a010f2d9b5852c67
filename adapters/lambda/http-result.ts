import * as z from 'zod';
import type { ComparableResponse } from '#core/proof/compare-responses.ts';

const HttpResult = z.looseObject({
  statusCode: z.number().int(),
  headers: z.record(z.string(), z.coerce.string()).optional(),
  cookies: z.array(z.string()).optional(),
  body: z.string().optional(),
  isBase64Encoded: z.boolean().optional(),
});

/**
 * The response that a client gets for what a function returned: as payload format 2.0 says, a result without a status
 * is the body of a 200.
 */
export function responseOf(payload: Buffer): ComparableResponse {
  const result = HttpResult.safeParse(parsed(payload));
  if (!result.success)
    return { status: 200, headers: { 'content-type': ['application/json'] }, body: payload };
  const { statusCode: status, headers = {}, cookies = [], body = '', isBase64Encoded = false } = result.data;
  return {
    status,
    headers: {
      ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), [value]])),
      ...(cookies.length > 0 ? { 'set-cookie': cookies } : {}),
    },
    body: Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'),
  };
}

function parsed(payload: Buffer): unknown {
  try {
    return JSON.parse(payload.toString());
  } catch {
    return null;
  }
}
