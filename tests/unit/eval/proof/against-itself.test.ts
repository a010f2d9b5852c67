import { describe, expect, it } from 'vitest';
import { withIdleStatement } from '../../../../eval/proof/against-itself.ts';
import { readCorpus } from '../../../../eval/proof/read-corpus.ts';

describe('a base that is compared with itself', () => {
  it.each(readCorpus())('has a statement more in $name, and nothing else', ({ path, source }) => {
    const changed = withIdleStatement(path, source);
    expect(changed.replace('\n  void 0;', '')).toBe(source);
    expect(changed).not.toBe(source);
  });

  it('has it in a method, and not in the constructor', () => {
    const source = 'class A {\n  constructor() {}\n  get() {\n    return 1;\n  }\n}\n';
    expect(withIdleStatement('a.js', source)).toBe(source.replace('get() {', 'get() {\n  void 0;'));
  });

  it('needs a function', () => {
    expect(() => withIdleStatement('a.js', 'export const one = 1;')).toThrow('a.js has no function');
  });
});
