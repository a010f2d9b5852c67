import { describe, expect, it } from 'vitest';
import { chooseFunction } from '#adapters/openai/choose-function.ts';
import { describe as describeTo } from '#adapters/openai/prompt.ts';
import type { SourceFile } from '#core/improvements/candidate/candidate.ts';
import type { HotFunction } from '#core/performance/windows/metrics-batch.ts';
import { hot, requestFor } from '../../../../contract/candidate-generator/requests.ts';

const asFiles = (texts: Readonly<Record<string, string>>): SourceFile[] =>
  Object.entries(texts).map(([path, text]) => ({ path, text }));

/** The parts of the prompt by their names. */
function partsFor(
  hottest: readonly HotFunction[],
  sources: Readonly<Record<string, string>>,
  reading: Readonly<Record<string, string>> = {},
): ReadonlyMap<string, string> {
  const asked = requestFor(asFiles(sources), hottest);
  const calls = [
    { endpoint: 'GET /things', function: 'src/cart.ts#Cart.total', calls: 9, arguments: ['string of 2'] },
  ];
  const request = { ...asked, calls, snapshot: { ...asked.snapshot, context: asFiles(reading) } };
  const choice = chooseFunction(request);
  if (!choice) throw new Error('Nothing was chosen.');
  const prompt = describeTo(request, choice);
  return new Map(
    [...prompt.matchAll(/<data name="(.*)">\n([\s\S]*?)\n<\/data>/g)].map(([, name = '', text = '']) => [
      name,
      text,
    ]),
  );
}

const shop = {
  'src/cart.ts': `import { taxOf } from '@shop/tax';
import type { Line } from '#types/line.ts';
import { rates } from './rates.js';
export class Cart {
  private readonly lines: Line[] = [];
  constructor(private readonly limit: number) {}
  total(country: string): number {
    return this.lines.reduce((sum, line) => sum + taxOf(line, rates[country]), 0);
  }
  unrelated() { return 'a body that is not shown'; }
}
`,
  'src/rates.ts': 'export const rates: Record<string, number> = { de: 0.19 };\nexport const other = 1;\n',
  'src/types/line.ts':
    'export interface Line { readonly price: Money }\nexport interface Money { readonly cents: number }\n',
  'src/server.ts':
    "import { Cart } from './cart.ts';\nexport function handle(cart: Cart) {\n  return cart.total('de');\n}\n",
};
const reading = {
  'package.json': '{ "imports": { "#types/*": "./src/types/*" } }',
  'packages/tax/package.json': '{ "name": "@shop/tax", "main": "dist/index.js" }',
  'packages/tax/src/index.ts': 'export function taxOf(line, rate) { return line.price.cents * rate; }\n',
  'test/cart.test.ts':
    "import { Cart } from '../src/cart.ts';\nit('sums', () => { new Cart(1).total('de'); });\nit('is another case', () => {});\n",
};
const total = { ...hot('total', 'src/cart.ts', 7), lines: [{ line: 8, share: 0.4 }] };
const parts = partsFor([total, hot('handle', 'src/server.ts', 2, 0)], shop, reading);

describe('what a model gets to read around the function', () => {
  it.each([
    ['lines of total that run or wait', '40.0 % line 8: return this.lines.reduce('],
    ['outline of class Cart in src/cart.ts', 'private readonly lines: Line[] = []'],
    ['outline of class Cart in src/cart.ts', 'constructor(private readonly limit: number) {}'],
    ['imports and variables of src/cart.ts', "import { rates } from './rates.js';"],
    ['rates in src/rates.ts', 'const rates: Record<string, number> = { de: 0.19 };'],
    ['type Line in src/types/line.ts', 'interface Line'],
    ['type Money in src/types/line.ts', 'readonly cents: number'],
    [
      'taxOf in packages/tax/src/index.ts line 1, is called by it, for reading only',
      'line.price.cents * rate',
    ],
    ['handle in src/server.ts line 2, calls it, 90.0 % of the time', "return cart.total('de');"],
    ['calls of total', "src/server.ts:3: return cart.total('de');"],
    ['tests in test/cart.test.ts', "it('sums', () => { new Cart(1).total('de'); })"],
    ['functions of src/cart.ts', 'unrelated'],
    ['what total is called with, in 9 calls', 'argument 1: string of 2'],
  ])('has %s', (name, text) => {
    expect(parts.get(name)).toContain(text);
  });

  it('leaves out bodies of other methods, other tests and what the function does not use', () => {
    const all = [...parts.values()].join('\n');
    expect(all).not.toMatch(/a body that is not shown|is another case|const other/);
  });

  it('names tests that ask for the endpoint where none names the function', () => {
    const text = "test('asks', () => fetch('/things'));\ntest('is about users', () => fetch('/users'));\n";
    const found = partsFor(
      [hot('f', 'src/f.js', 1)],
      { 'src/f.js': 'function f() {}' },
      { 'test/http.test.js': text },
    );
    expect(found.get('tests in test/http.test.js')).toBe("test('asks', () => fetch('/things'))");
  });

  it('stays within the budget: whole functions, the hottest first, and the names of those left out', () => {
    const big = (name: string) => `export function ${name}() {\n${`  run('${name}');\n`.repeat(700)}}\n`;
    const names = ['one', 'two', 'three', 'four', 'five'];
    const sources = {
      'src/main.ts': `import { ${names.join(', ')} } from './big.ts';\nexport function main() { ${names.map((name) => `${name}();`).join(' ')} }\n`,
      'src/big.ts': names.map(big).join(''),
    };
    const hottest = [hot('main', 'src/main.ts', 2), { ...hot('four', 'src/big.ts', 2_107, 0), total: 0.4 }];
    const found = partsFor(hottest, sources);
    const shown = [...found.keys()].filter((name) => name.includes('is called by it'));
    expect(shown[0]).toContain('four in src/big.ts');
    expect(shown.length).toBeLessThan(5);
    for (const name of shown) expect(found.get(name)).toMatch(/^export function [\s\S]*\}$/);
    expect(found.get('left out for lack of room')).toContain('five in src/big.ts');
    expect([...found].join('').length).toBeLessThan(40_000);
  });
});
