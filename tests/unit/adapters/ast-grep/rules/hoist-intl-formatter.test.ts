import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hoistIntlFormatter } from '#adapters/ast-grep/rules/hoist-intl-formatter.ts';
import { expectSameResults, rewrite, run } from './rewriting.ts';

const euros = "new Intl.NumberFormat('de-DE', { style: 'currency', currency: 'EUR' })";
const subject = (body: string) => `export function subject(value: number) {\n${body}\n}\n`;
const direct = subject(`  return ${euros}.format(value);`);
const kept = subject(`  const money = ${euros};\n  return money.format(value);`);

describe('hoist-intl-formatter', () => {
  it('makes the formatter a constant of the module', () => {
    expect(rewrite(hoistIntlFormatter, direct)).toBe(
      `const numberFormat = ${euros};\n${subject('  return numberFormat.format(value);')}`,
    );
  });

  it("keeps the function's name for it, below the imports", () => {
    const imports = "import { a } from './a.ts';\n";
    expect(rewrite(hoistIntlFormatter, `${imports}\n${kept}`)).toBe(
      `${imports}\nconst money = ${euros};\n\n${subject('  return money.format(value);')}`,
    );
  });

  it.each(["'use strict';\n", "#!/usr/bin/env node\n'use strict';\n", '/* eslint-disable */\n\n'])(
    'keeps %j at the top',
    (top) => {
      expect(rewrite(hoistIntlFormatter, `${top}${direct}`)).toMatch(
        new RegExp(`^${RegExp.escape(top)}\\s*const numberFormat`),
      );
    },
  );

  it.each([
    ['used at once', direct],
    ['kept in a constant', kept],
  ])('formats every number as before when %s', (_, source) => {
    const [before, rewritten] = [run(source), run(rewrite(hoistIntlFormatter, source) ?? '')];
    expectSameResults(before, rewritten, fc.double());
  });

  it.each([
    ['the locale comes from outside', subject('  return new Intl.NumberFormat(locale).format(value);')],
    ['the locale is the machine’s', subject('  return new Intl.NumberFormat().format(value);')],
    ['the locale is none', subject("  return new Intl.NumberFormat('not a locale').format(value);")],
    [
      'an option comes from outside',
      subject("  return new Intl.NumberFormat('de', { currency }).format(value);"),
    ],
    [
      'an option is computed',
      subject("  return new Intl.NumberFormat('de', { style: style() }).format(value);"),
    ],
    ['the time zone is the machine’s', subject("  return new Intl.DateTimeFormat('de').format(value);")],
    ['the formatter is returned', subject(`  return ${euros};`)],
    ['the formatter is handed on', subject(`  const money = ${euros};\n  return use(money);`)],
    ['the file has an Intl of its own', `import { Intl } from './own.ts';\n${direct}`],
    ['the class is not a formatter', subject("  return new Intl.Locale('de').maximize();")],
  ])('leaves the function unchanged if %s', (_, source) => {
    expect(rewrite(hoistIntlFormatter, source)).toBeNull();
  });

  it('leaves the function unchanged if a test replaces Intl', () => {
    const test = { path: 'tests/money.test.ts', text: "vi.spyOn(Intl, 'NumberFormat')" };
    expect(rewrite(hoistIntlFormatter, direct, [test])).toBeNull();
  });

  it('hoists a date format that names its time zone', () => {
    const source = subject("  return new Intl.DateTimeFormat('de', { timeZone: 'UTC' }).format(value);");
    expect(rewrite(hoistIntlFormatter, source)).toContain(
      "const dateTimeFormat = new Intl.DateTimeFormat('de'",
    );
  });
});
