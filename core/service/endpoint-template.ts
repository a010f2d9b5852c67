/*
 * Parts of a path that name one of many: numbers, UUIDs, hashes, and words with digits in them that nobody would give a
 * route by hand.
 */
const ids: readonly RegExp[] = [
  /^\d+$/,
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i,
  /^(?=.*\d)[0-9a-f]{12,}$/i,
  /^(?=(?:.*\d){3})(?=.*[a-z])[\w~-]{16,}$/i,
  /^[a-z]{1,12}_(?=.*\d)[\w-]{8,}$/i,
];

/**
 * The route that a request's path probably belongs to: `GET /users/42` is one of `GET /users/:id`. Of a service that names
 * its endpoints by paths, one endpoint a request would be all that is kept.
 */
export function endpointTemplate(endpoint: string): string {
  const [method = '', path = ''] = endpoint.split(/ (.*)/s);
  const parts = path.split('/').map((part) => (ids.some((id) => id.test(part)) ? ':id' : part));
  return `${method} ${parts.join('/')}`;
}
