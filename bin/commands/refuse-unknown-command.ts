import type { Command } from 'commander';

/** So many letters of a name may be wrong. */
const mostWrong = 3;

/**
 * Refuses a first word that names no command. The default command would take it for an argument of its own.
 * @throws CommanderError with the commands whose names are nearest.
 */
export function refuseUnknownCommand(program: Command, [word]: readonly string[]): void {
  const names = program.commands.map((command) => command.name());
  if (word === undefined || word.startsWith('-') || word === 'help' || names.includes(word)) return;
  const near = names.filter((name) => name.startsWith(word) || distance(name, word) <= mostWrong);
  const sorted = near.toSorted((a, b) => distance(a, word) - distance(b, word)).slice(0, 3);
  const hint = sorted.length === 0 ? '' : ` (did you mean ${sorted.join(' or ')}?)`;
  program.error(`error: unknown command '${word}'${hint}`);
}

/** Letters to add, remove or replace until one word is the other (Levenshtein 1966). */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, i) => i);
  for (const [i, letter] of one.split('').entries()) {
    const next = [i + 1];
    for (const [j, wanted] of other.split('').entries())
      next.push(
        Math.min((next[j] ?? 0) + 1, (row[j + 1] ?? 0) + 1, (row[j] ?? 0) + (letter === wanted ? 0 : 1)),
      );
    row = next;
  }
  return row[other.length] ?? 0;
}
