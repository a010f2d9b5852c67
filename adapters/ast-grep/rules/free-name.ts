/** The first of the names that the file does not use yet. */
export function freeName(source: string, ...names: readonly string[]): string | undefined {
  return names.find((name) => !new RegExp(`\\b${name}\\b`).test(source));
}
