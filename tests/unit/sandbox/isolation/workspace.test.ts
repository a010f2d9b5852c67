import { chmodSync, cpSync, existsSync, mkdirSync, readlinkSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Isolation } from '#sandbox/isolation/isolation.ts';
import { noSettings } from '#sandbox/isolation/service-settings.ts';
import { linkWorkspace } from '#sandbox/isolation/workspace.ts';
import { openBoxes } from '../support/boxes.ts';
import { bubblewrapIsHere } from '../support/bubblewrap-here.ts';
import { containerIsHere } from '../support/container-here.ts';
import { temporaryFolder, writeFiles } from '../support/kiosk.ts';

const kinds: Isolation[] = [
  ...(bubblewrapIsHere ? (['bubblewrap'] as const) : []),
  ...(containerIsHere ? (['container'] as const) : []),
  'process',
];

const directory = 'packages/api';
const sources = {
  'package.json': '{"workspaces":["packages/*"]}',
  'packages/api/package.json': '{"name":"api"}',
  'packages/api/main.js': "console.log(require('lib'), require('near'), require('far'))",
  'packages/lib/package.json': '{"name":"lib","main":"index.js"}',
  'packages/lib/index.js': "module.exports = 'lib of the machine'",
};
const packages = {
  'node_modules/far/index.js': "module.exports = 'far'",
  'packages/api/node_modules/.store/near/index.js': "module.exports = 'near'",
};

function link(folder: string, path: string, target: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  symlinkSync(target, join(folder, path));
}

/** A work tree as npm and pnpm leave it, and a tree of its sources in which the linked package is another. */
function makeWorkspace(): { machine: string; tree: string } {
  const [machine, tree] = [temporaryFolder(), temporaryFolder()];
  // Another user runs the service, who must be able to read its packages.
  chmodSync(machine, 0o755);
  writeFiles(machine, { ...sources, ...packages });
  link(machine, 'node_modules/lib', '../packages/lib');
  link(machine, 'packages/api/node_modules/near', '.store/near');
  link(machine, 'packages/api/node_modules/.bin/tool', '../../../lib/index.js');
  writeFiles(tree, { ...sources, 'packages/lib/index.js': "module.exports = 'lib of the tree'" });
  return { machine, tree };
}

describe.each(kinds)('a service in a package of a workspace under %s', (isolation) => {
  it.each(['node_modules', 'packages/api/node_modules'])(
    'finds its own packages, those of the root, and the linked ones of its tree, from %s',
    async (path) => {
      const { machine, tree } = makeWorkspace();
      const dependencies = join(machine, path);
      const readable = await linkWorkspace(tree, dependencies, directory);
      const settings = { ...noSettings, directory };
      const boxes = await openBoxes(isolation, { dependencies, readable, settings });
      expect((await boxes.run({ tree, line: 'node main.js' })).output).toBe('lib of the tree near far\n');
      const again = {
        tree,
        line: 'touch node_modules/.cache/x; node main.js',
        writes: { folders: [], files: [] },
      };
      expect(await boxes.run(again)).toMatchObject({ code: 0, output: 'lib of the tree near far\n' });
    },
  );
});

describe('the packages of a workspace', () => {
  it('stay linked within a copy of the tree', async () => {
    const { machine, tree } = makeWorkspace();
    await linkWorkspace(tree, join(machine, 'node_modules'), directory);
    const copy = temporaryFolder();
    cpSync(tree, copy, { recursive: true, verbatimSymlinks: true });
    writeFiles(copy, { 'packages/lib/index.js': "module.exports = 'lib of the copy'" });
    const boxes = await openBoxes('process', { settings: { ...noSettings, directory } });
    expect((await boxes.run({ tree: copy, line: 'node main.js' })).output).toContain('lib of the copy');
  });

  it('can be read where the tree has its links already, as one that was built', async () => {
    const { machine, tree } = makeWorkspace();
    const first = await linkWorkspace(tree, join(machine, 'node_modules'), directory);
    expect(first).toContain(join(machine, 'packages/api/node_modules'));
    expect(await linkWorkspace(tree, join(machine, 'node_modules'), directory)).toEqual(first);
  });

  it.each(['node_modules', 'api/node_modules'])(
    'are found in a repository that is named as the folder of the service, from %s',
    async (path) => {
      const [machine, tree] = [join(temporaryFolder(), 'api'), temporaryFolder()];
      const files = { 'package.json': '{}', 'api/package.json': '{}', 'lib/package.json': '{}' };
      writeFiles(machine, {
        ...files,
        'node_modules/far/index.js': '',
        'api/node_modules/near/index.js': '',
      });
      link(machine, 'node_modules/lib', '../lib');
      writeFiles(tree, files);
      await linkWorkspace(tree, join(machine, path), 'api');
      expect(readlinkSync(join(tree, 'node_modules/lib'))).toBe('../lib');
      expect(existsSync(join(tree, 'api/node_modules/near/index.js'))).toBe(true);
    },
  );

  it('are none where there is one package, or none is installed', async () => {
    const tree = temporaryFolder();
    writeFiles(tree, { 'package.json': '{}' });
    const machine = temporaryFolder();
    writeFiles(machine, packages);
    expect(await linkWorkspace(tree, join(machine, 'node_modules'), '.')).toEqual([]);
    expect(await linkWorkspace(tree, null, '.')).toEqual([]);
  });
});
