import { describe, expect, it } from 'vitest';
import { seededRandom } from '#core/numbers/seeded-random.ts';
import { type DrawKill, drawKill, type Kill, victims } from '../../../../eval/chaos/draw-kill.ts';

const everything: DrawKill = {
  spent: {},
  running: new Set(victims),
  troubles: new Set(['database-stopped', 'disk-full', 'clock-moved']),
};

function drawMany(request: DrawKill, seed = 7): readonly Kill[] {
  const random = seededRandom(seed);
  return Array.from({ length: 2_000 }, () => drawKill(random, request)).filter((kill) => kill !== null);
}

const victimsOf = (kills: readonly Kill[]) => new Set(kills.map(({ victim }) => victim));

describe('the draw of a kill', () => {
  it('is the same for the same seed', () => {
    expect(drawMany(everything)).toEqual(drawMany(everything));
    expect(drawMany(everything)).not.toEqual(drawMany(everything, 8));
  });

  it('reaches every kind of process, within a second', () => {
    const kills = drawMany(everything);
    expect(victimsOf(kills)).toEqual(new Set(victims));
    expect(kills.every(({ wait }) => wait >= 0 && wait < 1_000)).toBe(true);
  });

  it('takes only what runs', () => {
    expect(victimsOf(drawMany({ ...everything, running: new Set(['main', 'proxy']) }))).toEqual(
      new Set(['main', 'proxy']),
    );
  });

  it('spares what the product gives up on by design after more', () => {
    const spared = drawMany({ ...everything, spent: { main: 5, sandbox: 1, proxy: 100 } });
    expect(victimsOf(spared)).toEqual(new Set(['database', 'proxy', 'version']));
    expect(drawMany({ ...everything, running: new Set(['main']), spent: { main: 5 } })).toEqual([]);
  });

  it('brings the troubles that the machine can make now and then, and no others', () => {
    const shares = (request: DrawKill) => {
      const kills = drawMany(request);
      const share = (kind: string) =>
        kills.filter(({ trouble }) => trouble?.kind === kind).length / kills.length;
      return ['database-stopped', 'disk-full', 'clock-moved'].map(share);
    };
    for (const share of shares(everything)) expect(share).toBeGreaterThan(0.005);
    expect(shares({ ...everything, troubles: new Set(['disk-full']) })).toEqual([0, expect.any(Number), 0]);
  });

  it('moves the clock only of an instance that is started again', () => {
    const moved = drawMany(everything).filter(({ trouble }) => trouble?.kind === 'clock-moved');
    expect(victimsOf(moved)).toEqual(new Set(['main']));
  });
});
