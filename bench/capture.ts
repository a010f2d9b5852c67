import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median } from '#core/numbers/median.ts';
import { openSandbox } from '#sandbox/isolation/sandbox.ts';
import { makeWorkFolder } from '#sandbox/isolation/work-folder.ts';
import { captureEnvironment } from '#sandbox/verify/calls/capture-calls.ts';
import { findTargets } from '#sandbox/verify/calls/targets.ts';
import { type RunningService, startService } from '#sandbox/verify/service.ts';
import type { BenchmarkRatio } from './benchmark-result.ts';

const tree = fileURLToPath(new URL('../tests/fixtures/kiosk', import.meta.url));
const path = 'src/totals.ts';
const rounds = 400;
/** Sales that the captured function gets as its argument. */
const sales = 60;

/** Time that capturing the calls of one function adds to each request that calls it. */
export async function measure(): Promise<BenchmarkRatio> {
  const sandbox = await openSandbox({
    isolation: 'process',
    dependencies: null,
    work: await makeWorkFolder(),
  });
  try {
    const plain = await startService(sandbox, { tree, line: 'node src/server.ts', health: '/health' });
    const captured = await startService(sandbox, {
      tree,
      line: 'node src/server.ts',
      health: '/health',
      environment: (out, root) => captureEnvironment({ out, root }, targets(), sandbox.programs.capture),
    });
    const without: number[] = [];
    const within: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const sides = [
        async () => without.push(await time(plain, round)),
        async () => within.push(await time(captured, round)),
      ];
      for (const side of round % 2 === 0 ? sides : sides.reverse()) await side();
    }
    const ratios = within.map((ms, i) => ms / (without[i] ?? Number.NaN)).sort((a, b) => a - b);
    const at = (share: number) => ratios[Math.floor(share * (ratios.length - 1))] ?? Number.NaN;
    return {
      subject: `a request whose function is captured with ${sales} objects as its argument`,
      baseline: 'the same request without',
      ratio: at(0.5),
      spread: [at(0.05), at(0.95)],
      detail: `${milliseconds(within)} captured, ${milliseconds(without)} without, ${rounds} rounds; spread from the 5th to the 95th percentile`,
    };
  } finally {
    sandbox.close();
  }
}

function targets() {
  const before = readFileSync(join(tree, path), 'utf8');
  const after = before.replace('?? 0', '?? -0');
  return findTargets([{ path, before, after }], new Map([[path, before]]));
}

async function time(service: RunningService, round: number): Promise<number> {
  // Another argument each time: calls that are known already are not written again.
  const first = 600 - sales + (round % 20);
  const response = await service.send({ method: 'GET', path: `/totals?first=${first}` });
  if (response.status !== 200) throw new Error(`status ${response.status}`);
  return response.milliseconds;
}

const milliseconds = (times: readonly number[]): string =>
  `${(median([...times]) ?? Number.NaN).toFixed(2)} ms`;
