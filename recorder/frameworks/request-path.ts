import type { IncomingMessage } from 'node:http';
import { noteOf } from '../request-note.ts';

/** The path that the client asked for, without the query. */
export function pathOf(req: IncomingMessage): string {
  const url = noteOf(req)?.url ?? req.url ?? '';
  const target = url.startsWith('/') ? url : url.replace(/^https?:\/\/[^/?#]*/i, '');
  return target.split('?', 1)[0] ?? '';
}
