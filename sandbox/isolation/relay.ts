/*
 * `node relay.ts <from> <to> [<file>]` runs inside a box that has no network. Each of both places is a Unix socket in a folder
 * shared with the outside, or a port inside. It accepts connections at the one and forwards each to the other. Once it
 * listens it makes the file.
 */
import { writeFileSync } from 'node:fs';
import { connect, createServer, type LookupFunction } from 'node:net';

const [from = '', to = '', file] = process.argv.slice(2);
/** A service may listen on either address; no other program is asked for them. */
const lookup: LookupFunction = (_name, _options, tell) =>
  tell(null, [
    { address: '127.0.0.1', family: 4 },
    { address: '::1', family: 6 },
  ]);
const place = (text: string) => (/^\d+$/.test(text) ? { port: Number(text) } : { path: text });

createServer({ noDelay: true }, (near) => {
  const far = connect({ ...place(to), host: 'localhost', lookup, autoSelectFamily: true, noDelay: true });
  const end = () => {
    near.destroy();
    far.destroy();
  };
  near.on('error', end).on('close', end);
  far.on('error', end).on('close', end);
  near.pipe(far).pipe(near);
}).listen({ ...place(from), host: '127.0.0.1' }, () => {
  if (file !== undefined) writeFileSync(file, '');
});
