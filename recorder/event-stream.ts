import type { ServerResponse } from 'node:http';

const eventStream = /^text\/event-stream\b/i;
const eventStreamInHead = /^content-type: *text\/event-stream\b/im;

/** Whether a response was a stream of server-sent events. */
export function isEventStream(res: ServerResponse): boolean {
  const type = res.getHeader('content-type');
  if (type !== undefined) return eventStream.test(String(type));
  // What `writeHead` alone was given is in no list of headers, but in the head that was sent.
  const { _header: head } = res as ServerResponse & { readonly _header?: unknown };
  return typeof head === 'string' && eventStreamInHead.test(head);
}
