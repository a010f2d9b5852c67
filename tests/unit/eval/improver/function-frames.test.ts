import { expect, test } from 'vitest';
import { functionFrames } from '../../../../eval/improver/function-frames.ts';

test('a function is named and placed as V8 does it', () => {
  const text =
    'const a =\n  async (\n    b,\n  ) => {};\nclass C {\n  get d() { return 1; }\n  #e\n  () {}\n}\nf.g.h = function () {};\n';
  const frames = functionFrames('a.js', text);
  expect(typeof frames === 'string' ? frames : frames.map(({ name, line }) => [name, line])).toEqual([
    ['a', 2],
    ['get d', 6],
    ['#e', 8],
    ['f.g.h', 10],
  ]);
});
