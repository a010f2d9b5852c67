import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Manifest } from '#core/service/manifest.ts';
import { applyToTree, checkHash } from '#sandbox/patch/apply-patch.ts';
import { fastTotals, hashOf, kioskText, makeKiosk, patchOf, totalsFile } from '../support/kiosk.ts';

const manifest = Manifest.parse(JSON.parse(kioskText('ironclaw.json')));

function apply(patch: string, tree = makeKiosk()) {
  return applyToTree(patch, manifest, tree);
}

/** A patch of one line with these names. */
function named(before: string, after: string): string {
  return `--- ${before}\n+++ ${after}\n@@ -1,1 +1,1 @@\n-export interface Sale {\n+export interface Sold {\n`;
}

/** A patch that adds a file. */
const added = (path: string): string => `--- /dev/null\n+++ b/${path}\n@@ -0,0 +1,1 @@\n+export {};\n`;

describe('a patch', () => {
  it('gives the new text of each changed file', async () => {
    expect(await apply(patchOf(fastTotals))).toEqual([
      { path: totalsFile, before: kioskText(totalsFile), after: fastTotals },
    ]);
  });

  it('gives the text of each added file', async () => {
    expect(await apply(added('src/sums/new.ts'))).toEqual([
      { path: 'src/sums/new.ts', before: '', after: 'export {};\n' },
    ]);
  });

  it.each([
    ['is empty', '', 'patch/empty'],
    ['changes nothing', patchOf(kioskText(totalsFile)), 'patch/empty'],
    ['is no diff', '--- a/src/totals.ts\n+++ b/src/totals.ts\n@@ -1,9 +1,1 @@\n-x\n', 'patch/unreadable'],
    ['does not fit', patchOf('b\n', totalsFile, 'a\n'), 'patch/does-not-apply'],
    ['adds a file that exists', added('src/totals.ts'), 'patch/not-free'],
    ['adds a file below a file', added('src/totals.ts/more.ts'), 'patch/not-free'],
    ['adds a test', added('src/x.test.ts'), 'patch/protected-path'],
    ['adds a package manifest', added('src/package.json'), 'patch/protected-path'],
    ['adds a file that is no source', added('lib/x.ts'), 'patch/outside-sources'],
    ['adds a file out of the service', added('src/../../x.ts'), 'patch/escaping-path'],
    ['removes a file', named('a/src/totals.ts', '/dev/null'), 'patch/removed-file'],
    ['renames a file', named('a/src/totals.ts', 'b/src/sums.ts'), 'patch/renamed-file'],
    ['has no prefixes', named('src/totals.ts', 'src/totals.ts'), 'patch/renamed-file'],
    ['changes a file that does not exist', named('a/src/other.ts', 'b/src/other.ts'), 'patch/no-such-file'],
    ['leads out of the service', named('a/src/../../x', 'b/src/../../x'), 'patch/escaping-path'],
    ['names an absolute path', named('a//etc/passwd', 'b//etc/passwd'), 'patch/escaping-path'],
    ['reaches into git', named('a/src/.git/config', 'b/src/.git/config'), 'patch/escaping-path'],
    ['changes the manifest', named('a/ironclaw.json', 'b/ironclaw.json'), 'patch/protected-path'],
    ['changes a test among the sources', named('a/src/x.test.ts', 'b/src/x.test.ts'), 'patch/protected-path'],
    ['changes a file that is not a source', named('a/docs/x.md', 'b/docs/x.md'), 'patch/outside-sources'],
    ['changes a file twice', patchOf(fastTotals) + patchOf(fastTotals), 'patch/repeated-file'],
  ])('that %s is refused', async (_, patch, code) => {
    await expect(apply(patch)).rejects.toMatchObject({ code });
  });

  it('that leads through a symbolic link is refused', async () => {
    const tree = makeKiosk();
    symlinkSync('/etc', join(tree, 'src/etc'));
    await expect(apply(named('a/src/etc/hostname', 'b/src/etc/hostname'), tree)).rejects.toMatchObject({
      code: 'patch/symbolic-link',
    });
  });

  it('that adds a file through a symbolic link is refused', async () => {
    const tree = makeKiosk();
    symlinkSync('/tmp', join(tree, 'src/shared'));
    symlinkSync('/nowhere', join(tree, 'src/dangling.ts'));
    await expect(apply(added('src/shared/deep/x.ts'), tree)).rejects.toMatchObject({
      code: 'patch/symbolic-link',
    });
    await expect(apply(added('src/dangling.ts'), tree)).rejects.toMatchObject({ code: 'patch/not-free' });
  });

  it.each(['ironclaw.json', 'src/x.test.ts', 'PACKAGE.json', '.github/workflows/build.yml'])(
    'that changes %s is refused without any manifest',
    async (path) => {
      const applied = applyToTree(named(`a/${path}`, `b/${path}`), null, makeKiosk());
      await expect(applied).rejects.toMatchObject({ code: 'patch/protected-path' });
    },
  );

  it('that changes a test is refused, whatever the manifest lists', async () => {
    const lax = { sources: ['**'], protectedPaths: [] };
    const applied = applyToTree(named('a/test/x.ts', 'b/test/x.ts'), lax, makeKiosk());
    await expect(applied).rejects.toMatchObject({ code: 'patch/protected-path' });
  });

  it('is identified by its hash', () => {
    expect(() => checkHash('x', hashOf('x'))).not.toThrow();
    expect(() => checkHash('y', hashOf('x'))).toThrow('instead of');
  });
});
