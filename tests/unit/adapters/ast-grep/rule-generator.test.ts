import { describe, expect, it } from 'vitest';
import { createRuleGenerator } from '#adapters/ast-grep/rule-generator.ts';
import type { TriedChange } from '#core/improvements/candidate/candidate.ts';
import { hot, requestFor } from '../../../contract/candidate-generator/requests.ts';

const path = 'src/lists.ts';
const text = `export function double(items: number[]) {
  return items.reduce<number[]>((all, x) => [...all, x * 2], []);
}
export function triple(items: number[]) {
  return items.reduce<number[]>((all, x) => [...all, x * 3], []);
}
`;
const profile = [hot('triple', path, 4), hot('(anonymous)', path, 2)];
const tried = (name: string): TriedChange => ({
  source: 'rule',
  author: 'spread-reduce-to-array',
  path,
  function: name,
  hash: null,
  patch: '',
  outcome: 'no faster',
});
const propose = (earlier: TriedChange[] = [], source = text, file = path) =>
  createRuleGenerator().propose(
    requestFor(
      [{ path: file, text: source }],
      profile.map((entry) => ({ ...entry, file })),
      earlier,
    ),
  );

describe('the rule generator', () => {
  it('starts with the hottest function', async () => {
    expect(await propose()).toMatchObject({ function: 'triple', author: 'spread-reduce-to-array' });
  });

  it('continues with the next function if a rule was tried on a callback of the first', async () => {
    expect(await propose([tried('triple')])).toMatchObject({ function: 'double' });
    expect(await propose([tried('triple'), tried('double')])).toBeNull();
  });

  it('tries the rules that are expected to succeed first, else in the order of the registry', async () => {
    const both = `export function both(items: string[]) {
  const all = items.reduce<string[]>((list, x) => [...list, x + '!'], []);
  return { all, by: items.reduce<Record<string, number>>((known, x) => ({ ...known, [x]: 1 }), {}) };
}
`;
    const request = requestFor([{ path, text: both }], [hot('both', path, 1)]);
    const authorOf = async (expectedOf?: (author: string) => number) =>
      (await createRuleGenerator().propose({ ...request, ...(expectedOf && { expectedOf }) }))?.author;
    expect(await authorOf()).toBe('spread-reduce-to-object');
    expect(await authorOf(() => 0.5)).toBe('spread-reduce-to-object');
    expect(await authorOf((author) => Number(author.endsWith('-array')))).toBe('spread-reduce-to-array');
  });

  it('proposes nothing without a profile', async () => {
    expect(await createRuleGenerator().propose(requestFor([{ path, text }], []))).toBeNull();
  });

  it('reads files with JSX elements', async () => {
    const page = text.replace(
      'export function triple',
      'export const Page = () => <b>{1}</b>;\nexport function triple',
    );
    expect(await propose([], page, 'src/lists.tsx')).not.toBeNull();
  });

  it('ignores functions that cannot be analyzed, and files that are not code', async () => {
    expect(await propose([], text.replaceAll('return', 'eval("1"); return'))).toBeNull();
    expect(await propose([], text, 'src/lists.md')).toBeNull();
  });

  it('changes nothing outside the rule’s edits, even after wide characters', async () => {
    const wide = `// 😀 größer\n${text}`;
    const proposal = await createRuleGenerator().propose(
      requestFor([{ path, text: wide }], [hot('triple', path, 5)]),
    );
    expect(proposal?.changes[0]?.text).toBe(
      wide.replace('=> [...all, x * 3]', '=> {\n    all.push(x * 3);\n    return all;\n  }'),
    );
  });
});
