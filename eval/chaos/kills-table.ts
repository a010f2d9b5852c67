import { table } from '../proof/tables.ts';
import { type Stage, stages, type Trouble, type Victim, victims } from './draw-kill.ts';

/** A kill that was made. */
export interface Made {
  readonly stage: Stage;
  readonly victim: Victim;
  readonly trouble: Trouble['kind'] | null;
}

/** The kills of one improvement, and why it did not end as without them; null if it did. */
export interface Round {
  readonly seed: number;
  readonly folder: string;
  readonly kills: readonly Made[];
  readonly broken: string | null;
  readonly seconds: number;
}

/** A row for each stage and a column for each kind of process: how many kills ended as they should, of how many. */
export function killsTable(rounds: readonly Round[]): string {
  const all = rounds.flatMap(({ kills, broken }) =>
    kills.map((kill) => ({ ...kill, isWell: broken === null })),
  );
  const cell = (chosen: typeof all) => `${chosen.filter(({ isWell }) => isWell).length} of ${chosen.length}`;
  const rowOf = (name: string, chosen: typeof all) => [
    name,
    ...victims.map((victim) => cell(chosen.filter((kill) => kill.victim === victim))),
    cell(chosen),
  ];
  return table(
    ['ended as without kills', ...victims, 'all'],
    [
      ...stages.map((stage) =>
        rowOf(
          stage,
          all.filter((kill) => kill.stage === stage),
        ),
      ),
      rowOf('all', all),
    ],
  );
}

/** How often each trouble came with a kill. */
export function troublesLine(rounds: readonly Round[]): string {
  const kinds = rounds.flatMap(({ kills }) => kills.flatMap(({ trouble }) => trouble ?? []));
  const counts = Object.entries(Object.groupBy(kinds, (kind) => kind));
  if (counts.length === 0) return 'no other trouble';
  return counts.map(([kind, found]) => `${kind} ${found.length}`).join(', ');
}
