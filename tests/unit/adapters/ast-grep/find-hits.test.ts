import { describe, expect, it } from 'vitest';
import { findHits } from '#adapters/ast-grep/find-hits.ts';
import { findHitsInWorkers } from '#adapters/ast-grep/find-hits-in-workers.ts';
import type { SourceFile } from '#core/improvements/candidate/candidate.ts';

const growing = (name: string) => `export function ${name}(list) {
  return list.reduce((all, x) => [...all, x * x], []);
}
`;
const file = (path: string, text: string): SourceFile => ({ path, text });

describe('the hits of the rules', () => {
  it('have their place, their function, their rule and the file after the rewrite', () => {
    expect(findHits([file('src/a.js', growing('squares'))])).toEqual([
      {
        path: 'src/a.js',
        line: 2,
        function: 'squares',
        rule: 'spread-reduce-to-array',
        message: expect.stringContaining('copies'),
        rewrite: { text: expect.stringContaining('all.push(x * x);') },
      },
    ]);
  });

  it('keep the line ends of the file', () => {
    const [hit] = findHits([file('a.js', growing('squares').replaceAll('\n', '\r\n'))]);
    const after = hit && 'text' in hit.rewrite ? hit.rewrite.text : '';
    expect(after).toContain('all.push(x * x);\r\n');
    expect(after.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });

  it('say why there is no rewrite', () => {
    const [untyped] = findHits([file('a.ts', growing('squares'))]);
    expect(untyped?.rewrite).toEqual({ reason: expect.stringContaining('type of the accumulator') });
    const [hidden] = findHits([file('a.js', growing('f').replace('return', 'eval(1); return'))]);
    expect(hidden?.rewrite).toEqual({ reason: 'The function uses eval, arguments or with.' });
  });

  it('are in order of path and line, outside of functions too', () => {
    const twice = `${growing('first')}const top = [1].reduce((all, x) => [...all, x], []);\n`;
    const hits = findHits([file('b.js', twice), file('a.js', growing('other'))]);
    expect(hits.map(({ path, line, function: name }) => [path, line, name])).toEqual([
      ['a.js', 2, 'other'],
      ['b.js', 2, 'first'],
      ['b.js', 4, null],
    ]);
  });

  it('are none in files that are no code, cannot be parsed, or were not written by people', () => {
    const code = growing('squares');
    expect(findHits([file('a.md', code), file('a.js', `${code}const = ;`)])).toEqual([]);
    expect(findHits([file('bundle.js', code + '// bundled\n'.repeat(50_000))])).toEqual([]);
  });

  it('are the same in workers, however the files are shared among them', async () => {
    const padding = '// long\n'.repeat(50_000);
    const files = Array.from({ length: 8 }, (_, i) => file(`${8 - i}.js`, growing(`f${i}`) + padding));
    const hits = await findHitsInWorkers(files);
    expect(hits).toHaveLength(8);
    expect(hits).toEqual(findHits(files));
    expect(await findHitsInWorkers([])).toEqual([]);
  });

  it('resolve types that are declared in the files of another worker', async () => {
    const types = file('types.ts', `export interface Row { id: string }\n${'// long\n'.repeat(50_000)}`);
    const use = file(
      'use.ts',
      `import type { Row } from './types.ts';
export function f(rows: readonly Row[], ids: string[]) {
  return ids.map((id) => rows.find((row) => row.id === id));
}
${'// long\n'.repeat(50_000)}`,
    );
    const others = Array.from({ length: 4 }, (_, i) => file(`${i}.ts`, '// long\n'.repeat(50_000)));
    expect(await findHitsInWorkers([types, ...others, use])).toMatchObject([
      { rewrite: { text: expect.any(String) } },
    ]);
  });
});
