import type { Draft } from './answers.ts';
import { ownRunner } from './draft.ts';
import type { Findings } from './look/look.ts';
import type { Questions } from './questions.ts';

/** Asks a person for what the files do not tell; without one, the draft stays as it is. */
export async function askForMissing(
  draft: Draft,
  { starts }: Findings,
  questions: Questions | null,
): Promise<Draft> {
  if (questions === null) return draft;
  const { commands } = draft;
  const start =
    commands.start === '' && starts.length === 0
      ? await questions.ask('Nothing says how the service starts. Which line starts it?')
      : commands.start;
  const test =
    commands.test === ownRunner
      ? await questions.ask('No test runner was found. Which line runs the tests?', ownRunner)
      : commands.test;
  return { ...draft, commands: { ...commands, start, test } };
}
