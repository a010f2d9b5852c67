import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Manifest } from '#core/service/manifest.ts';
import { applyToTree, checkHash } from '#sandbox/patch/apply-patch.ts';
import { readInside } from '#sandbox/patch/read-file.ts';
import { fastTotals, hashOf, kioskText, makeKiosk, patchOf, totalsFile } from '../support/kiosk.ts';

const manifest = Manifest.parse(JSON.parse(kioskText('ironclaw.json')));

function apply(patch: string, tree = makeKiosk()) {
  return applyToTree(patch, manifest, (path) => readInside(tree, path));
}

/** A patch of one line with these names. */
function named(before: string, after: string): string {
  return `--- ${before}\n+++ ${after}\n@@ -1,1 +1,1 @@\n-export interface Sale {\n+export interface Sold {\n`;
}

describe('a patch', () => {
  it('gives the new text of each changed file', async () => {
    expect(await apply(patchOf(fastTotals))).toEqual([
      { path: totalsFile, before: kioskText(totalsFile), after: fastTotals },
    ]);
  });

  it.each([
    ['is empty', '', 'patch/empty'],
    ['changes nothing', patchOf(kioskText(totalsFile)), 'patch/empty'],
    ['is no diff', '--- a/src/totals.ts\n+++ b/src/totals.ts\n@@ -1,9 +1,1 @@\n-x\n', 'patch/unreadable'],
    ['does not fit', patchOf('b\n', totalsFile, 'a\n'), 'patch/does-not-apply'],
    ['adds a file', named('/dev/null', 'b/src/new.ts'), 'patch/new-file'],
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

  it.each(['ironclaw.json', 'src/x.test.ts', 'PACKAGE.json', '.github/workflows/build.yml'])(
    'that changes %s is refused without any manifest',
    async (path) => {
      const applied = applyToTree(named(`a/${path}`, `b/${path}`), null, async () => '');
      await expect(applied).rejects.toMatchObject({ code: 'patch/protected-path' });
    },
  );

  it('that changes a test is refused, whatever the manifest lists', async () => {
    const lax = { sources: ['**'], protectedPaths: [] };
    const applied = applyToTree(named('a/test/x.ts', 'b/test/x.ts'), lax, async () => '');
    await expect(applied).rejects.toMatchObject({ code: 'patch/protected-path' });
  });

  it('is identified by its hash', () => {
    expect(() => checkHash('x', hashOf('x'))).not.toThrow();
    expect(() => checkHash('y', hashOf('x'))).toThrow('instead of');
  });
});
