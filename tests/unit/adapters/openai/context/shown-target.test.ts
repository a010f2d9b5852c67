import { expect, it } from 'vitest';
import { createCodeBase, locatedIn } from '#adapters/ast-grep/code-base.ts';
import { chooseFunction } from '#adapters/openai/choose-function.ts';
import { mayBeRewritten, shownTarget } from '#adapters/openai/context/shown-target.ts';
import { changeOf } from '#adapters/openai/model-generator.ts';
import { hot, requestFor } from '../../../../contract/candidate-generator/requests.ts';

const filler = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => `  // line ${from + i} ${'-'.repeat(60)}`);

function targetOf(lines: readonly string[]) {
  const code = createCodeBase({ files: [{ path: 'a.ts', text: lines.join('\n') }] });
  const [target] = locatedIn(code.module('a.ts'));
  if (!target) throw new Error('There is no function.');
  return target;
}

const long = targetOf(['function work() {', ...filler(2, 899), '}']);
const hotAt = (line: number) => ({ ...long, own: 0.5, total: 0.5, lines: [{ line, share: 0.5 }] });

it('shows a function whole if it is not very long', () => {
  const target = targetOf(['function work() {', ...filler(2, 99), '}']);
  expect(shownTarget(target, undefined).text).toBe(target.target.declaration.text());
  expect(mayBeRewritten(target)).toBe(true);
});

it('shows of a very long function its beginning, its end and the lines around the hottest, with marks', () => {
  const { name, text } = shownTarget(long, hotAt(600));
  expect(name).toBe('source of the function, in part');
  expect(text.length).toBeLessThan(21_000);
  expect(text).toMatch(/^function work\(\) \{\n/);
  expect(text).toMatch(/\[lines 9 to \d+ of 900 left out\]/);
  expect(text).toContain('// line 600 ');
  expect(text).not.toContain('// line 300 ');
  expect(text).toMatch(/\[lines \d+ to 898 of 900 left out\]\n {2}\/\/ line 899 .*\n\}$/);
  expect(mayBeRewritten(long)).toBe(false);
});

it('shows the lines that repeat or wait where the profile tells no lines', () => {
  const lines = [...filler(2, 500), '  for (const x of xs) await x;', ...filler(502, 899)];
  const { text } = shownTarget(targetOf(['async function work(xs) {', ...lines, '}']), undefined);
  expect(text).toContain('for (const x of xs) await x;');
});

it('refuses to have a function written again that was not shown whole', () => {
  const files = [{ path: 'a.ts', text: long.file.text }];
  const choice = chooseFunction(requestFor(files, [hot('work', 'a.ts', 1)]));
  if (!choice) throw new Error('Nothing was chosen.');
  const blocks = [{ path: null, code: 'function work() {}' }];
  const answer = { title: '', rationale: '', blocks, imports: '' };
  expect(() => changeOf(answer, choice, files)).toThrow('work is very long');
});
