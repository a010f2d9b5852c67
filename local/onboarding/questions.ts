import { createInterface } from 'node:readline/promises';
import type { Readable, Writable } from 'node:stream';

/** Asks a person at a terminal. */
export interface Questions {
  /** @returns what was typed; the proposal if that is nothing. */
  ask(question: string, proposal?: string): Promise<string>;
  /** Asks until one of the choices was named, by its text or its number. */
  choose(question: string, choices: readonly string[]): Promise<string>;
  close(): void;
}

/**
 * Questions at a terminal: the output is where a person reads, and not where `--json` prints.
 * @param signal ends a question; its reason is thrown.
 */
export function openQuestions(input: Readable, output: Writable, signal: AbortSignal): Questions {
  const lines = createInterface({ input, output });
  // While a person types, the terminal leaves Ctrl-C to us.
  lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  const ask = async (question: string, proposal = '') => {
    const shown = `${question}${proposal === '' ? '' : ` [${proposal}]`} `;
    const typed = await lines.question(shown, { signal }).catch((error: unknown) => {
      signal.throwIfAborted();
      throw error;
    });
    return typed.trim() || proposal;
  };
  const choose = async (question: string, choices: readonly string[]): Promise<string> => {
    for (;;) {
      const list = choices.map((choice, i) => `  ${i + 1}  ${choice}`).join('\n');
      const typed = await ask(`${question}\n${list}\n>`);
      const chosen = choices.find((choice, i) => choice === typed || String(i + 1) === typed);
      if (chosen !== undefined) return chosen;
    }
  };
  return { ask, choose, close: () => lines.close() };
}
