/*
 * `node relay.ts <from> <to> [<file>]` runs inside a box that has no network. Each of both places is a Unix socket in a folder
 * shared with the outside, or a port inside. It accepts connections at the one and forwards each to the other. Once it
 * listens it makes the file.
 */
import { writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';

const [from = '', to = '', file] = process.argv.slice(2);
const place = (text: string) =>
  /^\d+$/.test(text) ? { host: '127.0.0.1', port: Number(text) } : { path: text };

createServer({ noDelay: true }, (near) => {
  const far = connect({ ...place(to), noDelay: true });
  const end = () => {
    near.destroy();
    far.destroy();
  };
  near.on('error', end).on('close', end);
  far.on('error', end).on('close', end);
  near.pipe(far).pipe(near);
}).listen(place(from), () => {
  if (file !== undefined) writeFileSync(file, '');
});
