import { stripVTControlCharacters } from 'node:util';

/** `TypeError: …`, `Error [ERR_MODULE_NOT_FOUND]: …`, but neither `throw new Error(…)` nor `AppError.js:3`. */
const error = /(?:^|\s)[\w.$]*(?:Error|Exception)(?: \[\w+\])?:(?:\s|$)/;

/** The first line of a command's output that names an error, without the stack below it; null if there is none. */
export function errorLine(output: string): string | null {
  return (
    stripVTControlCharacters(output)
      .split('\n')
      .find((line) => error.test(line)) ?? null
  );
}
