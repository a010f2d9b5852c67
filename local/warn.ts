/** Writes one warning to the log of this process: a line of JSON on standard error. */
export function warn(message: string, about: Readonly<Record<string, string>> = {}): void {
  console.error(JSON.stringify({ level: 'WARN', ...about, message }));
}

/** The message of whatever was thrown. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
