import type { Options } from 'prettier';
import { format } from 'prettier';
import { describe, expect, it } from 'vitest';
import { keepFormat } from '#adapters/prettier/keep-format.ts';

const source = `import { rates } from "./rates.js";

export const totals = (orders) => {
  const sums = new Map();
  for (const order of orders) sums.set(order.id, rates({ currency: order.currency, day: order.day }, order.lines.length));
  return [...sums.values()].map((sum) => ({ sum, isLarge: sum > 1000, text: \`\${sum} of \${orders.length}\` }));
};
`;
const path = 'src/totals.js';

const written = (style: Options, text = source) => format(text, { ...style, parser: 'babel' });

/** What becomes of a change that ends with a line in no style at all. */
async function changed(before: string, file = path): Promise<string> {
  const text = `${before}export  const   more = [ 1,2 ]\n`;
  const [change] = await keepFormat([{ path: file, text }], [{ path: file, text: before }]);
  return change?.text ?? '';
}

describe('a change is formatted in the style of its file', () => {
  it.each<[string, Options]>([
    ['as Prettier does by default', {}],
    ['with single quotes and long lines', { singleQuote: true, printWidth: 120 }],
    ['with tabs', { useTabs: true }],
    ['with four spaces', { tabWidth: 4 }],
    ['without semicolons', { semi: false, singleQuote: true }],
    ['without parentheses around one parameter', { arrowParens: 'avoid' }],
    ['without trailing commas', { trailingComma: 'none' }],
    ['without spaces in braces', { bracketSpacing: false }],
    ['with the line ends of Windows', { endOfLine: 'crlf' }],
  ])('%s', async (_, style) => {
    const before = await written(style);
    expect(await changed(before)).toBe(await written(style, `${before}export const more = [1, 2];\n`));
  });

  it('with types', async () => {
    const before = 'export function sum(all: readonly number[]): number {\n  return all.length;\n}\n';
    expect(await changed(before, 'src/sum.ts')).toBe(`${before}export const more = [1, 2];\n`);
  });

  it('and a new file in that of the file that is changed with it', async () => {
    const before = await written({ semi: false, singleQuote: true });
    const changes = [
      { path, text: `${before}more()\n` },
      { path: 'src/more.js', text: 'export const more = "more";\n' },
    ];
    const [, added] = await keepFormat(changes, [{ path, text: before }]);
    expect(added?.text).toBe("export const more = 'more'\n");
  });
});

describe('a change stays as it was written', () => {
  const line = 'export  const   more = [ 1,2 ]\n';

  it.each([
    ['if no style explains its file', 'const  a = 1 ;\nlet b\n'],
    ['if its file cannot be parsed', 'const = ;\n'],
    ['if its file is very long', `${'const a = 1;\n'.repeat(4_000)}`],
  ])('%s', async (_, before) => {
    expect(await changed(before)).toBe(before + line);
  });

  it('if it cannot be parsed itself', async () => {
    const before = await written({});
    const change = { path, text: `${before}const = ;\n` };
    expect(await keepFormat([change], [{ path, text: before }])).toEqual([change]);
  });

  it('if it is a new file alone', async () => {
    const change = { path, text: line };
    expect(await keepFormat([change], [])).toEqual([change]);
  });
});
