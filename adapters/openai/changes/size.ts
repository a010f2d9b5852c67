import { refuse } from '../refuse.ts';

/** Of one file. Far more than a person can review, and little enough for parsers, which are slow with what is no code. */
const most = { newLines: 1_000, newCharacters: 200_000 };

/**
 * Refuses a text before it is parsed.
 * @throws InvalidInput `model/too-large`.
 */
export function refuseTooLarge(path: string, before: string, after: string): void {
  const [known, written] = [before, after].map((text) => text.split(/\r?\n/)) as [string[], string[]];
  const lines = new Set(known);
  const added = written.filter((line) => !lines.has(line));
  const characters = added.reduce((sum, line) => sum + line.length, 0);
  const more = Math.max(added.length, written.length - known.length);
  if (more > most.newLines || characters > most.newCharacters)
    refuse(
      'too-large',
      `The answer writes ${more} new lines with ${characters} characters into ${path}: change only what makes it faster.`,
    );
}
