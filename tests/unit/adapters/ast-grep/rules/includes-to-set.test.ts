import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { includesToSet } from '#adapters/ast-grep/rules/includes-to-set.ts';
import { expectSameResults, matches, outcome, rewrite, run } from './rewriting.ts';

const subject = (body: string, parameters = 'items: readonly number[], blocked: readonly number[]') =>
  `export function subject(${parameters}) {\n${body}\n}\n`;
const filtered = subject('  return items.filter((item) => !blocked.includes(item));');
const strange = fc.oneof(
  fc.constantFrom(Number.NaN, 0, -0, undefined, null, '1', 1),
  fc.integer({ min: 0, max: 9 }),
);

describe('includes-to-set', () => {
  it('builds the set before the loop', () => {
    expect(rewrite(includesToSet, filtered)).toContain(
      '  const blockedSet = new Set(blocked);\n  return items.filter((item) => !blockedSet.has(item));',
    );
  });

  it('gives the same result for every value, including NaN, -0, undefined, holes and the empty list', () => {
    const [before, rewritten] = [run(filtered), run(rewrite(includesToSet, filtered) ?? '')];
    expectSameResults(before, rewritten, fc.array(strange), fc.array(strange));
    expect(outcome(rewritten, [undefined, 1], Array(2))).toEqual({ value: [1] });
    expect(outcome(rewritten, [Number.NaN], [Number.NaN])).toEqual({ value: [] });
  });

  it('uses one set for every test of the loop', () => {
    const source = subject(`  let hits = 0;
  for (const item of items) {
    if (blocked.includes(item) || blocked.includes(-item)) hits += 1;
  }
  return hits;`);
    const rewritten = rewrite(includesToSet, source) ?? '';
    expect(rewritten).toContain('if (blockedSet.has(item) || blockedSet.has(-item)) hits += 1;');
    expect(run(rewritten)([1, 2, 3], [1, -2])).toBe(run(source)([1, 2, 3], [1, -2]));
  });

  it('reads a constant made on the spot', () => {
    const source = subject(
      `  const known = Object.keys(index);
  return items.filter((item) => known.includes(item));`,
      'items: string[], index: object',
    );
    expect(rewrite(includesToSet, source)).toContain('const knownSet = new Set(known);');
  });

  it('reads a list that only other statements change', () => {
    const source = subject(
      '  blocked.push(3);\n  const out: number[] = [];\n  for (const item of items) { if (blocked.includes(item)) out.push(item); }\n  blocked.pop();\n  return out;',
      'items: number[], blocked: number[]',
    );
    const rewritten = rewrite(includesToSet, source) ?? '';
    expect(rewritten).toContain('if (blockedSet.has(item)) out.push(item);');
    expect(run(rewritten)([1, 2, 3], [1])).toEqual([1, 3]);
  });

  it('is one match for all tests of a loop that one rewrite covers', () => {
    const source = subject(
      '  return items.filter((item) => blocked.includes(item) || blocked.includes(-item));',
    );
    expect(matches(includesToSet, source)).toHaveLength(1);
  });

  const inLoop = (code: string) =>
    subject(
      `  const own = items.map((x) => x);\n  for (const item of items) { ${code}; if (own.includes(item)) hits += 1; }`,
    );
  const test = '  return items.filter((item) => blocked.includes(item));';
  it.each([
    ['it is not in a loop', subject('  return blocked.includes(items[0]);')],
    ['the receiver may be a string', subject(test, 'items: string[], blocked: string')],
    ['the receiver is unknown', subject(test, 'items, blocked')],
    ['a start index is given', subject('  return items.filter((item) => blocked.includes(item, 2));')],
    ['the call is optional', subject('  return items.filter((item) => blocked?.includes(item));')],
    [
      'the loop awaits',
      subject('  for (const item of items) { await pause(); use(blocked.includes(item)); }'),
    ],
    ['the list is short', subject(`  const few = [1, 2, 3];\n${test.replace('blocked', 'few')}`)],
    [
      'unknown code may change the list',
      subject(test.replace('=> ', '=> note(item) && '), 'items: number[], blocked: number[]'),
    ],
    [
      'a function by its name may change the list',
      subject(
        test.replace(
          '(item) => blocked.includes(item)',
          '(item) => blocked.some(note) && blocked.includes(item)',
        ),
        'items: number[], blocked: number[]',
      ),
    ],
    ['the loop appends to the list', inLoop('own.push(1)')],
    ['the loop writes to the list', inLoop('own[0] = 1')],
    ['the loop shortens the list', inLoop('own.length = 1')],
    ['the loop passes the list on', inLoop('keep(own)')],
    [
      'the loop appends to what may be the same list',
      subject(
        '  for (const item of items) { if (blocked.includes(item)) items.push(1); }',
        'items: number[], blocked: number[]',
      ),
    ],
    [
      'the list is another name of one that the loop appends to',
      subject(
        '  const out: number[] = [];\n  const same: number[] = out;\n  for (const item of items) { if (!same.includes(item)) out.push(item); }',
      ),
    ],
    [
      'the loop writes to what may be the same list',
      subject(
        '  for (const item of items) { if (blocked.includes(item)) items[0] = 1; }',
        'items: number[], blocked: number[]',
      ),
    ],
    ['a callback sees the list', inLoop('own.forEach((x, i, all) => all.pop())')],
    [
      'the loop calls code that may change an exported list',
      `export const own = Object.keys(process.env);\n${subject('  return items.filter((item) => note(item) || own.includes(item));')}`,
    ],
    [
      'the parameter is reassigned',
      subject(`  blocked = other;\n${test}`, 'items: number[], blocked: number[]'),
    ],
    [
      'the list is made in the loop',
      subject(
        '  return items.filter((item) => { const own = Object.keys(item); return own.includes(item); });',
      ),
    ],
    ['the file has a Set of its own', `import { Set } from './own.ts';\n${filtered}`],
  ])('leaves the function unchanged if %s', (_, source) => {
    expect(rewrite(includesToSet, source)).toBeNull();
  });
});
