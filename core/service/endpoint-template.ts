/*
 * Path segments that identify one of many resources: numbers, dates, UUIDs, hashes, addresses of mail, and words with
 * digits that nobody would use in a route by hand. The recorder recognizes the same ones.
 */
const ids: readonly RegExp[] = [
  /^\d+(?:-\d+)*$/,
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i,
  /^(?=.*\d)[0-9a-f]{12,}$/i,
  /^(?=(?:.*\d){3})(?=.*[a-z])[\w~-]{16,}$/i,
  /^[a-z]{1,12}_(?=.*\d)[\w-]{8,}$/i,
  /^[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+$/,
];

const looksLikeId = (segment: string): boolean => ids.some((id) => id.test(segment));

/**
 * The route that a name of unknown origin probably stands for: `GET /users/42` for `GET /users/:id`. Without this, a
 * service that names its endpoints by paths would get one endpoint per request. Never for a route that a router told:
 * `/reports/2023` and `/reports/2024` may be two.
 */
export function endpointTemplate(endpoint: string): string {
  const [method = '', path = ''] = endpoint.split(/ (.*)/s);
  return `${method} ${path.split('/').map(parameterIfId).join('/')}`;
}

/**
 * The route that probably served a path for which no router told one. Beside ids it also takes for a parameter what stands
 * between a plural and another word: `/users/anna/orders` is `/users/:id/orders`. So users' names make no endpoints.
 */
export function pathTemplate(path: string): string {
  return path
    .split('/')
    .map((segment, i, all) => {
      const isMember = isPlural(all[i - 1] ?? '') && isWord(all[i + 1] ?? '');
      return isMember && segment !== '' ? ':id' : parameterIfId(segment);
    })
    .join('/');
}

const parameterIfId = (segment: string): string => (looksLikeId(segment) ? ':id' : segment);

const isWord = (segment: string): boolean => /^\p{L}[\p{L}_-]*$/u.test(segment);

/** Of an English word, as far as its end tells: `users`, `categories`; not `access`, `status`, `analysis`. */
const isPlural = (segment: string): boolean => /^[a-z_-]{2,}[^sui]s$/i.test(segment);
