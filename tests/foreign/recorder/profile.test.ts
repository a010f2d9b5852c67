import { expect, it } from 'vitest';
import { folderWith } from '../../support/folder-with.ts';
import { nodeBinary, nodeMajors } from '../../support/node-versions.ts';
import { startPreloaded } from '../../support/preloaded-service.ts';
import { openCollector } from '../../unit/recorder/collector.ts';

const text = `
const { createServer } = require('node:http');
const { setTimeout: pause } = require('node:timers/promises');

function spin() {
  let sum = 0;
  for (let turn = 0; turn < 20_000; turn += 1) sum += performance.now();
  return sum;
}

async function waitAWhile() {
  await pause(20);
}

createServer(async (req, res) => {
  spin();
  await waitAWhile();
  res.end('ok');
}).listen(process.env.PORT);
`;

it.each(nodeMajors)(
  'a preloaded recorder profiles what a service does and waits for on Node %i',
  async (major) => {
    const collector = await openCollector((res) => void res.end('{"accepted":1,"profile":{"seconds":0.5}}'));
    const node = await nodeBinary(major);
    const folder = folderWith({ 'src/service.cjs': text });
    const service = await startPreloaded({ url: collector.url, folder, args: ['src/service.cjs'], node });
    const profiles = () => collector.received.flatMap(({ batch }) => batch.profiles);
    while (profiles().length === 0) await service.visit('/work');
    collector.close();
    const [profile] = profiles();
    expect(profile?.endpoint).toBe('GET /work');
    expect(profile?.functions.map(({ name, file, line }) => `${file}:${line} ${name}`)).toEqual(
      expect.arrayContaining(['src/service.cjs:5 spin', 'src/service.cjs:11 waitAWhile']),
    );
  },
);
