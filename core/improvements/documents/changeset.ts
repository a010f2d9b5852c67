/** As npm allows it: nothing that would end a line or a quoted string. */
const packageName = /^(@[a-z0-9-~][a-z0-9-._~]*\/)?[a-z0-9-~][a-z0-9-._~]*$/;

/**
 * The text of a changeset, as the tool "changesets" reads it: a patch of the package, with the entry.
 * @returns null if the package has no proper name.
 */
export function changeset(name: unknown, entry: string): string | null {
  if (typeof name !== 'string' || !packageName.test(name)) return null;
  return `---\n"${name}": patch\n---\n\n${entry}\n`;
}
