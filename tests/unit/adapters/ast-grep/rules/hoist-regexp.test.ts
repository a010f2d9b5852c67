import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hoistRegexp } from '#adapters/ast-grep/rules/hoist-regexp.ts';
import { expectSameResults, rewrite, run } from './rewriting.ts';

const subject = (body: string) => `export function subject(text: string) {\n${body}\n}\n`;
const pattern = "new RegExp('^a+\\\\d*$', 'i')";
const kept = subject(`  const digits = ${pattern};\n  return digits.test(text);`);

describe('hoist-regexp', () => {
  it('makes the pattern a constant of the module', () => {
    expect(rewrite(hoistRegexp, subject(`  return text.replace(${pattern}, '-');`))).toBe(
      `const pattern = ${pattern};\n${subject("  return text.replace(pattern, '-');")}`,
    );
    expect(rewrite(hoistRegexp, kept)).toContain(`const digits = ${pattern};\nexport function`);
  });

  it.each([
    ['kept in a constant', kept],
    ['tested at once', subject(`  return ${pattern}.test(text);`)],
    ['used to split', subject(`  return text.split(new RegExp("a|'"));`)],
  ])('matches as before, however often, when %s', (_, source) => {
    const [before, after] = [run(source), run(rewrite(hoistRegexp, source) ?? '')];
    expectSameResults(before, after, fc.constantFrom('a', 'aA1', "b'c", '', 'aa12x'));
  });

  it.each([
    ['the pattern keeps a state', subject("  return new RegExp('a', 'g').test(text);")],
    ['the pattern is sticky', subject("  return new RegExp('a', 'y').test(text);")],
    ['the pattern comes from outside', subject('  return new RegExp(wanted).test(text);')],
    ['the flags come from outside', subject("  return new RegExp('a', flags).test(text);")],
    [
      'the pattern is invalid, which must throw where it did',
      subject("  return new RegExp('(').test(text);"),
    ],
    ['a flag is invalid', subject("  return new RegExp('a', 'q').test(text);")],
    ['the pattern is returned', subject(`  return ${pattern};`)],
    ['the pattern is passed on', subject(`  return find(text, ${pattern});`)],
    ['the constant is passed on', subject(`  const a = ${pattern};\n  return find(text, a);`)],
    ['its state is read', subject(`  const a = ${pattern};\n  a.lastIndex = 1;\n  return a.test(text);`)],
    ['the file has a RegExp of its own', `class RegExp {}\n${kept}`],
    ['the escape is none of JSON', subject(String.raw`  return new RegExp('\d').test(text);`)],
  ])('leaves the function unchanged if %s', (_, source) => {
    expect(rewrite(hoistRegexp, source)).toBeNull();
  });
});
