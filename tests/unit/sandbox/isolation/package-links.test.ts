import { join } from 'node:path';
import { expect, it } from 'vitest';
import { commandLimits } from '#sandbox/isolation/limits.ts';
import { openBoxes } from '../support/boxes.ts';
import { bubblewrapIsHere, withoutBubblewrap } from '../support/bubblewrap-here.ts';
import { makeKiosk } from '../support/kiosk.ts';

const files = {
  'package.json': '{"type":"module"}',
  'vitest.config.ts': 'import { defineConfig } from "vitest/config"; export default defineConfig({});',
  'src/cart.test.ts': `
    import { writeFileSync } from 'node:fs';
    import { expect, it } from 'vitest';
    it('adds', () => { writeFileSync('src/written.txt', ''); expect(1 + 1).toBe(2); });`,
};

it.skipIf(!bubblewrapIsHere)(
  `Vitest, which writes beside its packages, runs in a box, and again with a read-only tree (skipped where ${withoutBubblewrap})`,
  async () => {
    const boxes = await openBoxes('bubblewrap', { dependencies: join(process.cwd(), 'node_modules') });
    const command = {
      tree: makeKiosk(files),
      line: 'node node_modules/vitest/vitest.mjs run src',
      limits: { ...commandLimits, seconds: 50 },
    };
    const first = await boxes.run(command);
    expect(first.output).toContain('1 passed');
    expect(first.writes).toEqual({ folders: ['src'], files: [] });
    const second = await boxes.run({ ...command, writes: first.writes });
    expect(second).toMatchObject({ code: 0, killed: null });
  },
);
