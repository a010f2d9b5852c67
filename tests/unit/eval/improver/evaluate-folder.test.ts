import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { evaluateFolder } from '../../../../eval/improver/evaluate-folder.ts';
import { reachOf } from '../../../../eval/improver/reach.ts';
import { rewriteAt } from '../../../../eval/improver/rewrite.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

/** One file for each form in which server code is written. */
const forms: Readonly<Record<string, string>> = {
  'plain.ts': 'export function list(rows: number[]): number[] {\n  return rows.map((row) => row);\n}\n',
  'handlers.ts':
    "import { app } from './app.ts';\napp.get('/x', checked(async (req) => req.rows.map((row) => row)));\n",
  'register.mts':
    "export default async function (api: Api) {\n  api.get('/x', async () => {\n    return 1;\n  });\n}\n",
  'object.cjs':
    'exports.list = function () {};\nmodule.exports = {\n  a() {},\n  b: () => 1,\n  c: wrap(async () => 2),\n};\n',
  'prototype.js':
    'function Shop() {}\nShop.prototype.list = function () { return 1; };\nlet list = () => 1, other = () => 2;\n',
  'class.ts':
    'export class Shop {\n  #rows = load(() => 1);\n  constructor(private readonly size: number) {}\n  static { fill(() => 1); }\n' +
    '  list = async () => this.#join();\n  #join() { return 1; }\n  get total() { return 1; }\n  set total(to) {}\n}\n',
  'decorated.cts':
    "export class Prices {\n  @Get('/prices')\n  async list(@Query() rows: Rows) {\n    return rows;\n  }\n}\n",
  'enum.ts': 'export enum Size { Small }\nexport namespace Units { export const gram = () => 1; }\n',
  'jsx.js': 'export const List = ({ rows }) => <ul>{rows.map((row) => <li>{row}</li>)}</ul>;\n',
  'view.tsx': 'export default (props: Props) => <a onClick={() => props.open()}>1</a>;\n',
  'windows.ts': "import x from './x.ts';\r\n\r\nexport const list = () => {\r\n  return x;\r\n};\r\n",
  'marked.ts': '\uFEFFexport const list = () => 1;',
  'text.ts':
    "export const title = 'Größe 🚀 日本語';\n// café 😀\nexport const list = () => 'a' + `\\`\\`\\``;\n",
  'program.js':
    "#!/usr/bin/env node\n(async () => { await 1; })();\nprogram.command('run').action(() => 1);\n",
  'twice.js': 'function a() { const run = () => 1; }\nfunction b() { const run = () => 2; }\n',
  'same.js': 'const a = [\n  () => 1,\n  () => 1,\n];\n',
};

describe('in a file of any form', () => {
  it.each(Object.entries(forms))(
    '%s, a profile leads to every function, and a rewrite changes nothing else',
    (path, text) => {
      const { frames, missed, refused } = reachOf({ path, text });
      expect(refused).toBeNull();
      expect(frames.length).toBeGreaterThan(0);
      expect(missed).toEqual([]);
      for (const frame of frames) expect(rewriteAt({ path, text }, frame)).toBe('accepted');
    },
  );
});

test('a file that no parser reads, and one that no snapshot has, is refused with the reason', () => {
  expect(
    reachOf({ path: 'a.js', text: 'import type { A } from "a"; opaque type B: {| a: 1 |} = A;' }).refused,
  ).toMatch(/./);
  const large = `export const list = () => 1;\n${'// as long as it is\n'.repeat(11_000)}`;
  expect(reachOf({ path: 'a.ts', text: large })).toMatchObject({ refused: 'It is too large.' });
});

test('a folder is counted with its problems', () => {
  const folder = temporaryFolder();
  const files = {
    ...forms,
    'a.test.ts': 'it(() => 1);',
    'types.d.ts': 'export {};',
    'flow.js': 'export type A = {| a: 1 |};',
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const { counts, problems } = evaluateFolder(folder, 5, 1);
  expect(counts).toMatchObject({
    files: Object.keys(forms).length + 1,
    leftOut: 1,
    refused: 1,
    tried: 5,
    accepted: 5,
  });
  expect(counts.targets).toBe(counts.functions);
  expect(problems).toEqual([{ kind: expect.stringContaining('refused'), place: join(folder, 'flow.js') }]);
});
