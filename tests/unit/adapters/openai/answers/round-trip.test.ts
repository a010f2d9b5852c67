import { globSync, readFileSync } from 'node:fs';
import { structuredPatch } from 'diff';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAnswer } from '#adapters/openai/answers/read-answer.ts';
import { applyAllEdits } from '#adapters/openai/changes/apply-edits.ts';
import { changeAfter, codeOf, edit, path, text } from '../support/service.ts';

/* Real sources: those of this project that have no answers in them, with the edits of chance. */
const sources = globSync('core/**/*.ts')
  .map((file) => readFileSync(file, 'utf8'))
  .filter((source) => !/^[<=>`]{3}/m.test(source));
const lines = fc.constantFrom(...sources).map((source) => source.split('\n').slice(0, -1));

/** A source before and after some of its lines were removed, and others added. */
const change = fc
  .tuple(
    lines,
    lines,
    fc.array(fc.record({ at: fc.nat(), removed: fc.nat({ max: 5 }), added: fc.nat({ max: 5 }) }), {
      minLength: 1,
      maxLength: 4,
    }),
  )
  .map(([before, others, edits]) => {
    const after = edits.reduce(
      (all, { at, removed, added }) =>
        all.toSpliced(at % all.length, removed, ...others.slice(at % others.length).slice(0, added)),
      before,
    );
    return { before: `${before.join('\n')}\n`, after: `${after.join('\n')}\n` };
  })
  .filter(({ before, after }) => before !== after && after !== '\n');

/** The change's hunks, with as many lines around as make each occur once. */
function hunksOf(before: string, after: string): readonly (readonly string[])[] {
  const all = `\n${before}`;
  for (let context = 3; ; context *= 2) {
    const hunks = structuredPatch('a', 'b', before, after, '', '', { context }).hunks.map(
      (hunk) => hunk.lines,
    );
    const occursOnce = hunks.every((hunk) => all.split(`\n${side(hunk, '+')}`).length === 2);
    if (occursOnce || context > all.length) return hunks;
  }
}

const side = (hunk: readonly string[], other: string): string =>
  hunk.flatMap((line) => (line.startsWith(other) ? [] : `${line.slice(1)}\n`)).join('');

const written = {
  edits: (hunks: readonly (readonly string[])[]) =>
    `${path}\n${hunks.map((hunk) => edit(side(hunk, '+'), side(hunk, '-'))).join('\n')}`,
  diff: (hunks: readonly (readonly string[])[]) =>
    `\`\`\`diff\n--- a/${path}\n+++ b/${path}\n${hunks.map((hunk) => `@@ -7,1 +9,2 @@ class A\n${hunk.join('\n')}\n`).join('')}\`\`\`\n`,
  JSON: (hunks: readonly (readonly string[])[]) =>
    `\`\`\`json\n${JSON.stringify({
      edits: hunks.map((hunk) => ({ path, search: side(hunk, '+'), replacement: side(hunk, '-') })),
    })}\n\`\`\`\n`,
};
const layouts = {
  'line feeds': (source: string) => source,
  'Windows line ends': (source: string) => source.replaceAll('\n', '\r\n'),
  'a mark and no last line end': (source: string) => `\ufeff${source.replace(/\n$/, '')}`,
};

describe('a change of a real source is the same after it was written as', () => {
  it.each(Object.entries(written))('%s', (_, write) => {
    fc.assert(
      fc.property(change, fc.constantFrom(...Object.values(layouts)), ({ before, after }, layout) => {
        const answer = readAnswer(`Do it better\n\nBecause.\n\n${write(hunksOf(before, after))}`);
        if (!('edits' in answer)) throw new Error('It has no edits.');
        const changed = applyAllEdits(answer.edits, [{ path, text: layout(before) }]);
        expect(changed).toEqual([{ path, text: layout(after) }]);
      }),
      { numRuns: 200 },
    );
  });

  it('a whole file', () => {
    fc.assert(
      fc.property(change, ({ after }) => {
        const answer = readAnswer(`Do it better\n\n${path}\n\`\`\`\`ts\n${after}\`\`\`\`\n`);
        expect(answer).toMatchObject({ blocks: [{ path, code: after }], title: 'Do it better' });
      }),
    );
  });
});

describe('an answer of chance', () => {
  const marks = `\`\`\`ts|\`\`\`diff|\`\`\`|~~~|<<<<<<< SEARCH|=======|>>>>>>> REPLACE|@@ -1 +1 @@|--- a/${path}|+++ b/${path}|+++ /dev/null
*** Update File: src/a.ts|<think>|</think>|${path}|src/new.ts|{"code": "|"}|import x from "y";|// ...|-  return a(items);|+  return 1;|\ufeff|\u202e`;
  const piece = fc.constantFrom(...marks.split(/[|\n]/), ...text.split('\n'));

  it('is understood, or refused with a code and a sentence', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(piece, fc.string({ unit: 'binary', maxLength: 20 })), { maxLength: 40 }),
        (pieces) => {
          expect(codeOf(() => changeAfter(pieces.join('\n')))).toMatch(/^(?:model\/[a-z-]+|accepted)$/);
        },
      ),
      { numRuns: 500 },
    );
  });

  it.each([
    '```',
    '<<<<<<< SEARCH',
    '=======',
    '@@',
    '--- a\n+++ b',
    '<think>',
    '</think>',
    '/*',
    ' ',
    '',
    '{"',
    '// rest of ',
  ])('is read to its end if it has "%s" 100,000 times', (token) => {
    const many = `${token}\n`.repeat(100_000);
    const said = [
      many,
      many.replaceAll('\n', ''),
      `${path}\n${edit('  return a(items);\n', many)}`,
      `\`\`\`ts\n${many}\n\`\`\`\n`,
    ];
    for (const answer of said) expect(codeOf(() => changeAfter(answer))).toMatch(/^model\//);
  });
});
