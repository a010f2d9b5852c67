import { describe, expect, it } from 'vitest';
import { replaceDeclarations } from '../../../../eval/proof/replace-declarations.ts';

const source = `import { x } from 'x';

export function first() {
  return 1;
}

class Counter {
  #count = 0;
  add() {
    this.#count += 1;
  }
  get() {
    return this.#count;
  }
}
`;

describe('an entry of the corpus', () => {
  it('takes the place of a function of its name', () => {
    const changed = replaceDeclarations('a.js', source, 'export function first() {\n  return 2;\n}\n');
    expect(changed).toBe(source.replace('return 1', 'return 2'));
  });

  it('puts what is new before it', () => {
    const changed = replaceDeclarations(
      'a.js',
      source,
      'const two = 2;\nexport function first() { return two; }',
    );
    expect(changed).toContain(
      "from 'x';\n\nconst two = 2;\n\nexport function first() { return two; }\n\nclass",
    );
  });

  it('changes only the members of a class that it gives', () => {
    const changed = replaceDeclarations(
      'a.js',
      source,
      'class Counter {\n  add() {\n    this.#count++;\n  }\n}',
    );
    expect(changed).toBe(source.replace('this.#count += 1', 'this.#count++'));
  });

  it('may give a class a member more', () => {
    const changed = replaceDeclarations(
      'a.js',
      source,
      'class Counter {\n  #more = 1;\n  get() { return this.#more; }\n}',
    );
    expect(changed).toContain('class Counter {\n  #more = 1;\n');
    expect(changed).toContain('get() { return this.#more; }');
  });

  it('keeps the types of TypeScript in place', () => {
    const typed = 'interface A { readonly a: number }\nexport const f = (x: A): number => x.a;\n';
    const changed = replaceDeclarations('a.ts', typed, 'export const f = (x: A): number => x.a + 0;');
    expect(changed).toBe('interface A { readonly a: number }\nexport const f = (x: A): number => x.a + 0;\n');
  });

  it('must replace something', () => {
    expect(() => replaceDeclarations('a.js', source, 'function other() {}')).toThrow(
      'replaces nothing of a.js',
    );
  });
});
