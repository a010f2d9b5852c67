import type { IncomingMessage } from 'node:http';

/** The path that the client asked for, without the query. Frameworks shorten `url` for what they mount. */
export function pathOf(req: IncomingMessage): string {
  const { originalUrl, url = '' } = req as IncomingMessage & { readonly originalUrl?: unknown };
  const asked = typeof originalUrl === 'string' ? originalUrl : url;
  const target = asked.startsWith('/') ? asked : asked.replace(/^https?:\/\/[^/?#]*/i, '');
  return target.split('?', 1)[0] ?? '';
}
