import type { AddressInfo } from 'node:net';
import express from 'express';
import { recorderFromEnvironment } from '../../../../recorder/index.ts';

/* A service that spends its time in builtins, called from a function of its own and from a handler. It prints its port
 * and serves until its standard input ends. */

const recorder = recorderFromEnvironment({ service: 'builtins' });
const app = express();
const members = Array.from({ length: 3_000 }, (_, id) => ({ id }));
app.use(recorder.middleware);
app.get('/function', (_req, res) => {
  const absent = absentMembers(members);
  const count = absent.length;
  res.json({ count });
});
app.get('/handler', (_req, res) => {
  const present = presentMembers();
  const absent = [];
  for (const member of members) if (!present.includes(member.id)) absent.push(member);
  res.json(absent.length);
});

app.get('/unseen', (_req, res) => {
  const numbers = distinct(doubled);
  const count = numbers.length;
  res.json({ count });
});

const doubled = Array.from({ length: 6_000 }, (_, i) => (i * 7919) % 4_001);

/** Does nothing but ask a builtin. */
function distinct(all: readonly number[]): number[] {
  const seen: number[] = [];
  for (const one of all) if (!seen.includes(one)) seen.push(one);
  return seen;
}

function absentMembers(all: readonly { readonly id: number }[]): unknown[] {
  const present = presentMembers();
  const absent = [];
  for (const member of all) {
    if (!present.includes(member.id)) absent.push(member);
  }
  return absent;
}

function presentMembers(): number[] {
  return members.filter(({ id }) => id % 5 < 3).map(({ id }) => id);
}

const server = app.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
process.stdin.resume().once('end', async () => {
  server.close();
  server.closeAllConnections();
  await recorder.close();
});
