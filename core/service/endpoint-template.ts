/*
 * Path segments that identify one of many resources: numbers, UUIDs, hashes, and words with digits that nobody would
 * use in a route by hand.
 */
const ids: readonly RegExp[] = [
  /^\d+$/,
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i,
  /^(?=.*\d)[0-9a-f]{12,}$/i,
  /^(?=(?:.*\d){3})(?=.*[a-z])[\w~-]{16,}$/i,
  /^[a-z]{1,12}_(?=.*\d)[\w-]{8,}$/i,
];

/**
 * The route that a path probably belongs to: `GET /users/42` belongs to `GET /users/:id`. Without this, a service that
 * names its endpoints by paths would get one endpoint per request.
 */
export function endpointTemplate(endpoint: string): string {
  const [method = '', path = ''] = endpoint.split(/ (.*)/s);
  const parts = path.split('/').map((part) => (ids.some((id) => id.test(part)) ? ':id' : part));
  return `${method} ${parts.join('/')}`;
}
