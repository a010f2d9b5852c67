/** The end of a command's output, in one line. */
export function lastOutput(output: string, length = 600): string {
  const words = output.trim().replaceAll(/\s+/g, ' ');
  return words.length > length ? `…${words.slice(-length)}` : words || '(it printed nothing)';
}
