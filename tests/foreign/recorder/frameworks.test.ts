import { describe, expect, it } from 'vitest';
import { folderWith } from '../../support/folder-with.ts';
import { installPackages } from '../../support/install-packages.ts';
import { nodeBinary, nodeMajors } from '../../support/node-versions.ts';
import { startPreloaded } from '../../support/preloaded-service.ts';
import { openCollector } from '../../unit/recorder/collector.ts';
import { frameworkServices } from './framework-services.ts';

describe.each(nodeMajors)(
  'a service that knows no recorder is measured by its routes on Node %i',
  (major) => {
    const services = Object.entries(frameworkServices).filter(([, { from = 18 }]) => major >= from);

    it.each(services)('with %s', async (_, { packages, file, text, endpoints }) => {
      const installed = await installPackages(...packages);
      const dependencies = Object.fromEntries(packages.map((name) => [name.replace(/(.)@.*/, '$1'), '*']));
      const folder = folderWith(
        { [file]: text, 'package.json': JSON.stringify({ dependencies }) },
        installed,
      );
      const collector = await openCollector();
      const node = await nodeBinary(major);
      const service = await startPreloaded({ url: collector.url, folder, args: [file], node });
      for (const path of Object.keys(endpoints)) await service.visit(path);
      await collector.measured(Object.keys(endpoints).length);
      collector.close();
      const measured = collector.measurements().map(({ endpoint }) => endpoint);
      expect(measured).toEqual(Object.values(endpoints).map((path) => `GET ${path}`));
    });
  },
);
