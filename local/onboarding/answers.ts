import type * as z from 'zod';
import { InvalidInput } from '#core/errors.ts';
import type { Manifest } from '#core/service/manifest.ts';
import { readJson } from '../service/manifest/json-document.ts';

/** A manifest as it is written: what equals its default is absent. */
export type Draft = z.input<typeof Manifest>;
export type Commands = Draft['commands'];

/** What an operator, or an `ironclaw.json` that is there already, says: nothing that was found counts against it. */
export type Answers = Omit<Partial<Draft>, 'commands'> & { readonly commands?: Partial<Commands> };

/** The first answer counts, key by key. */
export const firstOf = (first: Answers, second: Answers): Answers => ({
  ...second,
  ...first,
  commands: { ...second.commands, ...first.commands },
  env: { ...second.env, ...first.env },
});

/** @throws InvalidInput `init/bad-manifest` if the text is no JSON object. */
export function readAnswers(text: string, file: string): Answers {
  // Editors on Windows begin a file with a mark that no JSON may have.
  const json = text.replace(/^\uFEFF/, '');
  const [problem] = readJson(json).problems;
  const value: unknown = problem === undefined ? JSON.parse(json) : null;
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  const where = problem === undefined ? '' : ` (line ${problem.line}: ${problem.message})`;
  throw new InvalidInput(`${file} is no JSON object${where}; correct it, or remove it to begin again.`, {
    code: 'init/bad-manifest',
  });
}
