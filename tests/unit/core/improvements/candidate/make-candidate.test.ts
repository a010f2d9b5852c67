import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { patchTools } from '#adapters/diff/unified-diff.ts';
import { InvalidInput } from '#core/errors.ts';
import type { Proposal } from '#core/improvements/candidate/candidate.ts';
import { makeCandidate } from '#core/improvements/candidate/make-candidate.ts';

const before = 'one\ntwo\nthree\n';
const path = 'src/a b.ts';
const proposal: Proposal = {
  source: 'rule',
  author: 'a-rule',
  title: 'Write two in capitals',
  rationale: 'Because.',
  path,
  function: 'two',
  changes: [{ path, text: 'one\nTWO\nthree\n' }],
};
/** The proposal with another text. */
const writing = (text: string): Partial<Proposal> => ({ changes: [{ path, text }] });
const manifest = { sources: ['src/**'], protectedPaths: ['**/*.test.*', '.*/**', '*.json'] };

function make(changed: Partial<Proposal> = {}, files = [{ path, text: before }]) {
  const snapshot = { commit: 'c'.repeat(40), files };
  return makeCandidate({
    proposal: { ...proposal, ...changed },
    snapshot,
    manifest,
    attempt: 2,
    ...patchTools,
  });
}

function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof InvalidInput) return error.code;
    throw error;
  }
  return 'accepted';
}

/** The text of the file, or of another one, after git applies the patch. */
function applied(patch: string, file: string, text: string, read = file): string {
  const folder = mkdtempSync(join(tmpdir(), 'patch-'));
  try {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
    execFileSync('git', ['apply', '-'], { cwd: folder, input: patch, stdio: ['pipe', 'pipe', 'pipe'] });
    return readFileSync(join(folder, read), 'utf8');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('makeCandidate', () => {
  it('makes a patch of the proposal, with its hash, its size and its base commit', () => {
    const { candidate, patch } = make();
    expect(candidate).toMatchObject({
      attempt: 2,
      baseCommit: 'c'.repeat(40),
      linesChanged: 2,
      author: 'a-rule',
    });
    expect(patch).toContain('--- a/src/a b.ts');
    expect(patch).toContain('+++ b/src/a b.ts');
    expect(candidate.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(candidate).not.toHaveProperty('text');
  });

  it.each([
    ['a change in the middle', before, 'one\nTWO\nthree\n'],
    ['a last line without a line break', 'one\ntwo', 'one\ntwo, three'],
    ['a line break that is added', 'one\ntwo', 'one\ntwo\n'],
    ['lines that look like headers', '-- a\n++ b\n', '-- b\n++ c\n'],
    ['line breaks of another system', 'one\r\ntwo\r\n', 'one\r\nTWO\r\n'],
    ['letters of any script', 'größe\n', 'größer 😀\n'],
  ])('makes a patch that git applies: %s', (_, old, text) => {
    const { patch } = make(writing(text), [{ path, text: old }]);
    expect(applied(patch, path, old)).toBe(text);
  });

  it('counts changed lines that look like headers', () => {
    expect(make(writing('-- b\n++ c\n'), [{ path, text: '-- a\n++ b\n' }]).candidate.linesChanged).toBe(4);
  });

  it('gives two patches two hashes, and one patch one', () => {
    expect(make().candidate.hash).toBe(make().candidate.hash);
    expect(make(writing('one\ntwo!\nthree\n')).candidate.hash).not.toBe(make().candidate.hash);
  });

  it.each([
    ['a new file without anything in it', 'candidate/empty', { changes: [{ path: 'src/b.ts', text: '' }] }],
    ['no change', 'candidate/empty', writing(before)],
    ['two lines too long for a record', 'candidate/too-large', writing(`${before}${'x'.repeat(40_000)}\n`)],
    ['more than 200 lines', 'candidate/too-large', writing(before + 'x\n'.repeat(201))],
    ['a title of two lines', 'candidate/title', { title: 'One\ntwo' }],
    ['no title', 'candidate/title', { title: '' }],
  ])('refuses %s', (_, code, changed) => {
    expect(codeOf(() => make(changed))).toBe(code);
  });

  it('makes a patch that adds a file, as git does', () => {
    const added = { path: 'src/new/sums.ts', text: 'export const none = 0;\n' };
    const { patch, candidate } = make({ changes: [{ path, text: `${before}four\n` }, added] });
    expect(candidate.linesChanged).toBe(2);
    expect(applied(patch, path, before, added.path)).toBe(added.text);
  });

  it('makes one patch of up to five files, whose lines count together', () => {
    const files = Array.from({ length: 6 }, (_, i) => ({ path: `src/${i}.ts`, text: before }));
    const changes = files.map(({ path: changed }) => ({ path: changed, text: 'one\nTWO\nthree\n' }));
    const { patch, candidate } = make({ changes: changes.slice(0, 5) }, files);
    expect(candidate.linesChanged).toBe(10);
    expect(patch.match(/^--- a\/src\/\d\.ts$/gm)).toHaveLength(5);
    expect(codeOf(() => make({ changes }, files))).toBe('candidate/too-large');
  });

  it('accepts 200 changed lines', () => {
    expect(make(writing(before + 'x\n'.repeat(200))).candidate.linesChanged).toBe(200);
  });

  it.each([
    'src/a.test.ts',
    '.github/workflows/build.yml',
    'package.json',
    'lib/outside.ts',
    'src/../package.json',
    './src/a.ts',
  ])('refuses to change %s', (protectedPath) => {
    const files = [{ path: protectedPath, text: before }];
    const changes = [{ path: protectedPath, text: 'x' }];
    expect(codeOf(() => make({ changes }, files))).toBe('candidate/protected-path');
  });
});
