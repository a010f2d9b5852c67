import { refuse } from '../refuse.ts';
import type { FencedBlock } from './answer.ts';

const languages = ['ts', 'typescript', 'tsx', 'mts', 'cts', 'js', 'javascript', 'jsx', 'mjs', 'cjs', 'node'];

/** Whether a block may hold the change: others show data, or what to run. */
export const isCode = ({ language }: FencedBlock): boolean => language === '' || languages.includes(language);

/** @throws InvalidInput `model/mixed-forms` if there is code beside edits: which of them is the change? */
export function refuseCodeBeside(blocks: readonly FencedBlock[]): void {
  if (blocks.some(({ language }) => languages.includes(language)))
    refuse('mixed-forms', 'The answer has edits and other blocks of code: write each change as an edit.');
}
