import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, lstatSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { linkPackages } from '#local/service/packages/link-packages.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';
import { type Changes, writeFiles } from '../../../../support/ticker.ts';

const packageOf = (name: string, text: string): Changes => ({
  [`${name}/package.json`]: JSON.stringify({ name: name.split('/').at(-1), main: 'index.js' }),
  [`${name}/index.js`]: text,
});

/** A workspace of two packages: `api` uses `lib` of the same workspace, `left` from the root and `right` of its own. */
function workspace() {
  const [workTree, tree] = [temporaryFolder(), temporaryFolder()];
  writeFiles(workTree, {
    ...packageOf('packages/api', "module.exports = [require('lib'), require('left'), require('right')];"),
    ...packageOf('packages/lib', "module.exports = 'lib of the work tree';"),
    'package.json': '{}',
  });
  cpSync(workTree, tree, { recursive: true });
  writeFileSync(join(tree, 'packages/lib/index.js'), "module.exports = 'lib of this version';");
  return { workTree, tree };
}

function link(target: string, path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path);
}

const load = (folder: string): unknown =>
  JSON.parse(
    execFileSync(process.execPath, ['-p', `JSON.stringify(require('${folder}'))`], { encoding: 'utf8' }),
  );

test('npm: a version uses its own package of the workspace, and the packages of the root and of its own', async () => {
  const { workTree, tree } = workspace();
  writeFiles(workTree, {
    ...packageOf('node_modules/left', "module.exports = 'left';"),
    ...packageOf('packages/api/node_modules/right', "module.exports = 'right';"),
  });
  link('../packages/lib', join(workTree, 'node_modules/lib'));

  await linkPackages({ workTree, tree });

  expect(load(join(tree, 'packages/api'))).toEqual(['lib of this version', 'left', 'right']);
});

test('pnpm: the same through its store of links', async () => {
  const { workTree, tree } = workspace();
  const store = 'node_modules/.pnpm';
  writeFiles(workTree, {
    ...packageOf(`${store}/left@1.0.0/node_modules/left`, "module.exports = require('deep');"),
    ...packageOf(`${store}/deep@1.0.0/node_modules/deep`, "module.exports = 'left, which uses deep';"),
    ...packageOf(`${store}/right@1.0.0/node_modules/right`, "module.exports = 'right';"),
  });
  link('../../deep@1.0.0/node_modules/deep', join(workTree, store, 'left@1.0.0/node_modules/deep'));
  for (const name of ['left', 'right'])
    link(
      `../../../${store}/${name}@1.0.0/node_modules/${name}`,
      join(workTree, 'packages/api/node_modules', name),
    );
  link('../../lib', join(workTree, 'packages/api/node_modules/lib'));

  await linkPackages({ workTree, tree });

  expect(load(join(tree, 'packages/api'))).toEqual(['lib of this version', 'left, which uses deep', 'right']);
});

test('scoped packages and programs are found, and each version has its own caches', async () => {
  const { workTree, tree } = workspace();
  writeFiles(workTree, {
    ...packageOf('node_modules/@scope/left', "module.exports = 'left';"),
    'node_modules/left-tool/run.sh': '#!/bin/sh\necho tool\n',
    'node_modules/.cache/tool/old.json': '{}',
  });
  link('../left-tool/run.sh', join(workTree, 'node_modules/.bin/left-tool'));
  link('../nowhere', join(workTree, 'node_modules/removed'));

  await linkPackages({ workTree, tree });

  expect(load(join(tree, 'node_modules/@scope/left'))).toBe('left');
  expect(realpathSync(join(tree, 'node_modules/.bin/left-tool'))).toBe(
    join(workTree, 'node_modules/left-tool/run.sh'),
  );
  for (const name of ['.cache', 'removed']) expect(existsSync(join(tree, 'node_modules', name))).toBe(false);
});

test('packages above the repository are used where it has none', async () => {
  const folder = temporaryFolder();
  const [workTree, tree] = [join(folder, 'shop'), temporaryFolder()];
  writeFiles(folder, { ...packageOf('node_modules/left', "module.exports = 'left';"), 'shop/main.js': '' });

  await linkPackages({ workTree, tree });

  expect(load(join(tree, 'node_modules/left'))).toBe('left');
});

test('packages that are committed stay as they are', async () => {
  const { workTree, tree } = workspace();
  writeFiles(workTree, packageOf('node_modules/left', "module.exports = 'installed';"));
  writeFiles(tree, packageOf('node_modules/left', "module.exports = 'committed';"));

  await linkPackages({ workTree, tree });

  expect(lstatSync(join(tree, 'node_modules/left')).isDirectory()).toBe(true);
  expect(load(join(tree, 'node_modules/left'))).toBe('committed');
});
