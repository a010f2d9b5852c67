import { expect, test } from 'vitest';
import { attributeSamples } from '#recorder/attribute-samples.ts';
import type { CompletedProfile } from '#recorder/omitted-frames.ts';
import type { RequestSpan } from '#recorder/request-spans.ts';
import type { CpuProfile } from '#recorder/stack-reader.ts';

const names = ['(root)', '(idle)', 'handle', 'sum', '', 'library', '(garbage collector)'];
const urls = ['', '', 'own.ts', 'own.ts', 'own.ts', 'lib.ts', ''];
const [, idle, handle, sum, unnamed, library, collecting] = [1, 2, 3, 4, 5, 6, 7] as const;
/** (root) -> (idle) | handle -> sum -> "" -> library | (garbage collector) */
const children = [[idle, handle, collecting], [], [sum], [unnamed], [library], [], []];

/** One sample a millisecond, the first at 1 ms. */
function profileOf(...samples: number[]): CpuProfile {
  return {
    nodes: names.map((functionName, index) => ({
      id: index + 1,
      callFrame: { functionName, url: urls[index] ?? '', lineNumber: index * 10, columnNumber: 0 },
      children: children[index],
    })),
    startTime: 0,
    samples,
    timeDeltas: samples.map(() => 1_000),
  };
}

function span(
  endpoint: string | null,
  entered: number,
  returned: number | null,
  ended: number | null,
): RequestSpan {
  return { endpoint, entered, returned, ended, waits: [] };
}

const run = (profile: CpuProfile, ...spans: RequestSpan[]) =>
  runCompleted({ profile, omitted: new Map() }, ...spans);

function runCompleted(completed: CompletedProfile, ...spans: RequestSpan[]) {
  return attributeSamples(
    completed,
    spans,
    (microseconds) => microseconds / 1_000,
    ({ functionName, url, lineNumber }) =>
      url === 'own.ts'
        ? { name: functionName || '(anonymous)', file: 'src/own.ts', line: lineNumber + 1 }
        : null,
  );
}

test('a function counts as self where it ran and as total wherever it was on the stack', () => {
  const [profile] = run(profileOf(handle, sum, sum, sum), span('GET /a', 0, 10, 10));
  expect(profile).toEqual({
    endpoint: 'GET /a',
    samples: 4,
    time: { own: 1, behind: [] },
    functions: [
      { name: 'handle', file: 'src/own.ts', line: 21, self: 0.25, total: 1, own: 0.25 },
      { name: 'sum', file: 'src/own.ts', line: 31, self: 0.75, total: 0.75, own: 0.75 },
    ],
  });
});

test("a library's time counts for the service's function that called it, and the library is not listed", () => {
  const [profile] = run(profileOf(library, library), span('GET /a', 0, 10, 10));
  expect(profile?.functions.map(({ name, self, total, own }) => [name, self, total, own])).toEqual([
    ['(anonymous)', 0, 1, 1],
    ['sum', 0, 1, 0],
    ['handle', 0, 1, 0],
  ]);
});

test("a line's share is that of its function, split by how often V8 saw each line", () => {
  const ticks = [
    { line: 33, ticks: 1 },
    { line: 35, ticks: 3 },
    { line: 0, ticks: 0 },
  ];
  const { nodes, ...rest } = profileOf(handle, sum, sum, sum);
  const withTicks = nodes.map((node) => (node.id === sum ? { ...node, positionTicks: ticks } : node));
  const [profile] = run({ ...rest, nodes: withTicks }, span('GET /a', 0, 10, 10));
  expect(profile?.functions.map(({ name, lines }) => [name, lines])).toEqual([
    ['handle', undefined],
    [
      'sum',
      [
        { line: 35, share: 0.5625 },
        { line: 33, share: 0.1875 },
      ],
    ],
  ]);
});

test('the ten hottest lines of at least a hundredth are told', () => {
  const ticks = Array.from({ length: 40 }, (_, i) => ({ line: i + 1, ticks: i < 20 ? 9 - (i % 5) : 1 }));
  const { nodes, ...rest } = profileOf(sum);
  const withTicks = nodes.map((node) => (node.id === sum ? { ...node, positionTicks: ticks } : node));
  const lines = run({ ...rest, nodes: withTicks }, span('GET /a', 0, 10, 10))[0]?.functions[0]?.lines ?? [];
  expect(lines).toHaveLength(10);
  expect(lines.every(({ share }) => share >= 0.04)).toBe(true);
});

test('lines are told of the ten endpoints with the most samples', () => {
  const { nodes, ...rest } = profileOf(...Array.from({ length: 11 }, () => sum));
  const ticked = nodes.map((node) => ({ ...node, positionTicks: [{ line: 33, ticks: 11 }] }));
  const spans = Array.from({ length: 11 }, (_, i) => span(`GET /${i}`, i + 0.5, i + 1.4, i + 1.4));
  const profiles = run({ ...rest, nodes: ticked }, ...spans);
  const withLines = profiles.filter(({ functions }) => functions.some(({ lines }) => lines !== undefined));
  expect([profiles.length, withLines.length]).toEqual([11, 10]);
});

test('a request that waits tells the line in which each of its functions waits', () => {
  const waiter = span('GET /a', 0, 0.5, 20);
  const frames = [
    { functionName: 'askStock', url: 'own.ts', lineNumber: 4, columnNumber: 0, waitsAt: 7 },
    { functionName: 'estimate', url: 'own.ts', lineNumber: 9, columnNumber: 0, waitsAt: 12 },
  ];
  waiter.waits.push({ since: 0.4, frames });
  const [profile] = run(profileOf(idle, idle), waiter);
  expect(profile?.functions.map(({ name, lines }) => [name, lines])).toEqual([
    ['askStock', [{ line: 7, share: 1 }]],
    ['estimate', [{ line: 12, share: 1 }]],
  ]);
});

test('a sample in a synchronous part belongs to that request alone, even if others are active', () => {
  const profiles = run(profileOf(sum, sum), span('GET /a', 0, 10, 10), span('GET /waiting', -5, -4, 30));
  expect(profiles.map(({ endpoint, samples }) => [endpoint, samples])).toEqual([
    ['GET /a', 2],
    ['GET /waiting', 0],
  ]);
});

test('a request is behind the endpoint whose code runs in a synchronous part', () => {
  const profiles = run(
    profileOf(sum, sum, sum, idle),
    span('GET /a', 0, 3.5, 3.5),
    span('GET /b', -5, -4, 30),
    span('GET /b', -5, -4, 30),
  );
  expect(profiles.map(({ endpoint, time }) => [endpoint, time])).toEqual([
    ['GET /a', { own: 1, behind: [] }],
    ['GET /b', { own: 0, behind: [{ endpoint: 'GET /a', share: 0.75 }] }],
  ]);
});

test('after a wait, code belongs to the endpoint that alone was seen in it', () => {
  const waiter = span('GET /a', -5, -4, 30);
  waiter.waits.push({
    since: -4.5,
    frames: [{ functionName: 'handle', url: 'own.ts', lineNumber: 20, columnNumber: 0 }],
  });
  const profiles = run(profileOf(sum, sum), waiter, span('GET /b', -5, -4, 30));
  expect(profiles.map(({ endpoint, samples, time }) => [endpoint, samples, time])).toEqual([
    ['GET /a', 2, { own: 1, behind: [] }],
    ['GET /b', 0, { own: 0, behind: [{ endpoint: 'GET /a', share: 1 }] }],
  ]);
});

test('whose code it is stays open if nothing tells', () => {
  const [profile] = run(profileOf(sum, sum), span('GET /a', -5, -4, 30), span('GET /b', -5, -4, 30));
  expect(profile?.time).toEqual({ own: 0, behind: [] });
});

test('any other sample is split among the active requests', () => {
  const profiles = run(
    profileOf(sum, sum, sum, sum),
    span('GET /a', -5, -4, 30),
    span('GET /a', -5, -4, 30),
    span('GET /a', -5, -4, 30),
    span('GET /b', -5, -4, 30),
    span('GET /over', -5, -4, 0),
    span('GET /later', 20, 21, 30),
  );
  expect(profiles.map(({ endpoint, samples }) => [endpoint, samples])).toEqual([
    ['GET /a', 3],
    ['GET /b', 1],
  ]);
  expect(profiles[1]?.functions[0]).toMatchObject({ name: 'sum', self: 1, total: 1 });
});

test('a request gets the samples after its wait', () => {
  const [profile] = run(profileOf(idle, idle, sum, idle), span('GET /a', 0, 0.5, 3.5));
  expect(profile).toMatchObject({ endpoint: 'GET /a', samples: 1 });
  expect(profile?.functions.map(({ name }) => name)).toContain('sum');
});

test('a request that waits while the CPU is idle spends its time in the functions that it waits in', () => {
  const waiter = span('GET /a', 0, 0.5, 20);
  const frames = [
    { functionName: 'setTimeout', url: 'node:timers', lineNumber: 1, columnNumber: 0 },
    { functionName: 'askStock', url: 'own.ts', lineNumber: 4, columnNumber: 0 },
    { functionName: 'estimate', url: 'own.ts', lineNumber: 9, columnNumber: 0 },
  ];
  waiter.waits.push({ since: 0.4, frames }, { since: 3.5, frames: frames.slice(2) });
  const [profile] = run(profileOf(idle, idle, idle, idle), waiter, span('GET /unknown', 0, 0.2, 20));
  expect(profile).toEqual({
    endpoint: 'GET /a',
    samples: 2,
    time: { own: 0, behind: [] },
    functions: [
      { name: 'estimate', file: 'src/own.ts', line: 10, self: 0, total: 1, own: 0 },
      { name: 'askStock', file: 'src/own.ts', line: 5, self: 0, total: 0.75, own: 0 },
    ],
  });
});

test('idle time without a recorded wait and garbage collection are ignored', () => {
  expect(run(profileOf(idle, collecting, 1), span('GET /a', 0, 10, 10))).toEqual([]);
});

test('work while no request is active is ignored', () => {
  expect(run(profileOf(sum, sum), span('GET /a', 5, 6, 7))).toEqual([]);
});

test('a request that had not ended when the profile did still gets its share of the samples', () => {
  const profiles = run(profileOf(sum, sum), span(null, -5, -4, null), span('GET /a', -5, -4, 30));
  expect(profiles.map(({ endpoint, samples }) => [endpoint, samples])).toEqual([['GET /a', 1]]);
});

test('endpoints are sorted by samples, hottest first', () => {
  const profiles = run(profileOf(sum, sum, sum), span('GET /a', 0, 1.5, 1.5), span('GET /b', 1.6, 4, 4));
  expect(profiles.map(({ endpoint }) => endpoint)).toEqual(['GET /b', 'GET /a']);
});

test('a function that V8 may have omitted gets the sample, if it is the only one that works for the endpoint', () => {
  const added = [8, 9];
  const frame = (line: number) => ({ functionName: 'own', url: 'own.ts', lineNumber: line, columnNumber: 0 });
  const completed = (samples: readonly number[], isCertain = false) => {
    const { nodes, ...rest } = profileOf(...samples);
    const omitted = new Map([[library, { nodes: isCertain ? [8] : added, isCertain }]]);
    const above = nodes.map((node) => (node.id === library ? { ...node, children: added } : node));
    const below = added.map((id) => ({ id, callFrame: frame(id * 10) }));
    return { profile: { ...rest, nodes: [...above, ...below] }, omitted };
  };
  const spans = [span('GET /a', 0, 3.5, 3.5), span('GET /b', 3.6, 10, 10)];
  const selfOf = (...given: Parameters<typeof completed>) =>
    runCompleted(completed(...given), ...spans).map(({ endpoint, functions }) => [
      endpoint,
      ...functions.filter(({ self }) => self > 0).map(({ line, self }) => [line, self]),
    ]);

  expect(selfOf([8, library, library, 9, library, library, library])).toEqual([
    ['GET /b', [91, 1]],
    ['GET /a', [81, 1]],
  ]);
  expect(selfOf([8, 9, library, 9, 8, library, library])).toEqual([
    ['GET /b', [91, 0.25], [81, 0.25]],
    ['GET /a', [81, 0.3333], [91, 0.3333]],
  ]);
  expect(selfOf([library, library, library, 9])).toEqual([['GET /a'], ['GET /b', [91, 1]]]);
  expect(selfOf([library, library], true)).toEqual([['GET /a', [81, 1]]]);
});
