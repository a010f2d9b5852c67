import { expect, it } from 'vitest';
import { folderWith } from '../../support/folder-with.ts';
import { nodeBinary, nodeMajors } from '../../support/node-versions.ts';
import { startPreloaded } from '../../support/preloaded-service.ts';
import { until } from '../../support/until.ts';
import { openCollector } from '../../unit/recorder/collector.ts';

/** Responds with the marks on a promise that is new: what follows promises leaves some, and takes time at each of them. */
const text = `
require('node:http').createServer((req, res) => {
  res.end(String(Object.getOwnPropertySymbols(Promise.resolve()).length));
}).listen(process.env.PORT);
`;

it.each(nodeMajors)(
  'a profile that has ended follows no promise of the service on Node %i',
  async (major) => {
    const collector = await openCollector((res) => void res.end('{"accepted":1,"profile":{"seconds":0.5}}'));
    const folder = folderWith({ 'service.cjs': text });
    const node = await nodeBinary(major);
    const service = await startPreloaded({ url: collector.url, folder, args: ['service.cjs'], node });
    await until('a profile arrives', async () => {
      await service.visit('/');
      return collector.received.some(({ batch }) => batch.profiles.length > 0);
    });
    collector.respond = (res) => void res.end('{"accepted":1}');
    await expect.poll(() => service.visit('/'), { timeout: 10_000 }).toBe('0');
    collector.close();
  },
);
