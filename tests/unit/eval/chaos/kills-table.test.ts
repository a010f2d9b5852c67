import { expect, it } from 'vitest';
import { killsTable, type Round, troublesLine } from '../../../../eval/chaos/kills-table.ts';

const round: Omit<Round, 'kills' | 'broken'> = { seed: 1, folder: '/tmp/round', seconds: 60 };
const rounds: readonly Round[] = [
  {
    ...round,
    kills: [
      { stage: 'testing', victim: 'main', trouble: 'disk-full' },
      { stage: 'testing', victim: 'proxy', trouble: null },
    ],
    broken: null,
  },
  { ...round, kills: [{ stage: 'testing', victim: 'main', trouble: null }], broken: 'it is failed: why' },
];

it('counts a kill as well ended only if all of its improvement was', () => {
  const rows = killsTable(rounds)
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()));
  const [, head, ...body] = [null, rows[0], ...rows.slice(2)];
  const cell = (stage: string, victim: string) =>
    body.find((row) => row?.[1] === stage)?.[head?.indexOf(victim) ?? 0];
  expect(cell('testing', 'main')).toBe('1 of 2');
  expect(cell('testing', 'proxy')).toBe('1 of 1');
  expect(cell('testing', 'all')).toBe('2 of 3');
  expect(cell('watching', 'main')).toBe('0 of 0');
  expect(cell('all', 'all')).toBe('2 of 3');
});

it('says which troubles came with the kills', () => {
  expect(troublesLine(rounds)).toBe('disk-full 1');
  expect(troublesLine([])).toBe('no other trouble');
});
