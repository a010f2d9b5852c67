/**
 * Lets the command go on where its output cannot be written any more, as in `ironclaw up | head`: what is printed is
 * lost, and what is served is not.
 */
export function outliveClosedOutput(): void {
  for (const output of [process.stdout, process.stderr]) output.on('error', () => undefined);
}
