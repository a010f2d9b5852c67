import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Admission } from './admission.ts';

/** The first part of a path that nobody can guess: who knows the address may use the server. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** Admits requests whose path begins with the secret, and takes it off the path. */
export function onlyWith(secret: string): Admission {
  const expected = Buffer.from(`/${secret}`);
  return (request) => {
    const given = Buffer.from(request.url ?? '');
    const start = given.subarray(0, expected.length);
    if (start.length !== expected.length || !timingSafeEqual(start, expected))
      return 'the address of this server is known only to the instance that started it.';
    const rest = given.subarray(expected.length).toString();
    request.url = rest.startsWith('/') ? rest : `/${rest}`;
    return null;
  };
}
