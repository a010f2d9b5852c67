import { expect, test } from 'vitest';
import { freePort } from '#local/processes/free-port.ts';
import { movePort } from '#recorder/preload/move-port.ts';
import { folderWith } from '../../../support/folder-with.ts';
import { startPreloaded } from '../../../support/preloaded-service.ts';

const move = movePort(3_000, 41_000);
const host = '127.0.0.1';

test('a server moves from the fixed port in any form in which it may be given', () => {
  expect(move([3_000, host])).toEqual([41_000, host]);
  expect(move(['3000'])).toEqual([41_000]);
  expect(move([{ port: 3_000, host }])).toEqual([{ port: 41_000, host }]);
  expect(move([{ port: '3000' }])).toEqual([{ port: 41_000 }]);
});

test('other ports, paths and handles stay as they are', () => {
  for (const args of [
    [],
    [0],
    [3_001, host],
    ['/run/x.sock'],
    [{ path: '/run/x.sock' }],
    [null],
    [undefined],
  ])
    expect(move(args)).toEqual(args);
});

test('what a service listens on is written down, at the port to which it moved', async () => {
  const text = `
    const { createServer } = require('node:net');
    createServer().listen('${folderWith({})}/x.sock');
    require('node:http').createServer((req, res) => res.end('ok')).listen(3000, '127.0.0.1');`;
  const port = await freePort();
  const service = await startPreloaded({
    folder: folderWith({ 'a.cjs': text }),
    args: ['a.cjs'],
    environment: { PORT: String(port), IRONCLAW_PORT_INSTEAD_OF: '3000' },
  });
  await expect.poll(() => service.listens()).toHaveLength(2);
  expect(service.listens()).toEqual(
    expect.arrayContaining([{ path: expect.stringContaining('/x.sock') }, { port, address: '127.0.0.1' }]),
  );
  expect(await service.visit('/')).toBe('ok');
});
