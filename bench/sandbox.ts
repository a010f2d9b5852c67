import { fileURLToPath } from 'node:url';
import { mean } from '#core/numbers/mean.ts';
import { median } from '#core/numbers/median.ts';
import type { Isolation } from '#sandbox/isolation/isolation.ts';
import { openSandbox, type Sandbox } from '#sandbox/isolation/sandbox.ts';
import { makeWorkFolder } from '#sandbox/isolation/work-folder.ts';
import type { BenchmarkRatio } from './benchmark-result.ts';

const tree = fileURLToPath(new URL('../tests/fixtures/kiosk', import.meta.url));
const line = 'node --test test/*.check.ts';
const time = { milliseconds: 8_000, minRounds: 5, maxRounds: 20 };

/** Time that a bubblewrap box adds to a small test suite: starting it, copying the tree, creating namespaces. */
export async function measure(): Promise<BenchmarkRatio> {
  const [boxed, plain] = await Promise.all([open('bubblewrap'), open('process')]);
  try {
    await Promise.all([secondsOf(boxed), secondsOf(plain)]);
    const inside: number[] = [];
    const outside: number[] = [];
    const end = performance.now() + time.milliseconds;
    while (inside.length < time.maxRounds && (performance.now() < end || inside.length < time.minRounds)) {
      // The order alternates, so that neither always profits from the other's warm-up.
      const sides = [
        () => secondsOf(boxed).then((s) => inside.push(s)),
        () => secondsOf(plain).then((s) => outside.push(s)),
      ];
      for (const side of inside.length % 2 === 0 ? sides : sides.reverse()) await side();
    }
    const ratios = inside.map((seconds, i) => seconds / (outside[i] ?? Number.NaN)).sort((a, b) => a - b);
    return {
      subject: "a service's tests in a bubblewrap box",
      baseline: 'the same tests without a box',
      ratio: median(ratios) ?? Number.NaN,
      spread: [ratios[0] ?? Number.NaN, ratios.at(-1) ?? Number.NaN],
      detail: `${inMilliseconds(inside)} in the box, ${inMilliseconds(outside)} outside, ${ratios.length} rounds`,
    };
  } finally {
    boxed.close();
    plain.close();
  }
}

async function open(isolation: Isolation): Promise<Sandbox> {
  return openSandbox({ isolation, dependencies: null, work: await makeWorkFolder() });
}

async function secondsOf(sandbox: Sandbox): Promise<number> {
  const { code, output, seconds } = await sandbox.run({ tree, line });
  if (code !== 0) throw new Error(`the tests failed: ${output}`);
  return seconds;
}

function inMilliseconds(seconds: readonly number[]): string {
  return `${Math.round(mean(seconds) * 1_000)} ms`;
}
