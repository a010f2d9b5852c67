/**
 * Texts that name things of one kind: those that were seen at one place belong together, and so do those of two places that
 * have a text in common, like the key that one method adds and another one asks for.
 *
 * @param places the texts of each place.
 * @returns for each text all those of its kind.
 */
export function domainsOf(places: readonly (readonly string[])[]): ReadonlyMap<string, readonly string[]> {
  let domains: ReadonlySet<string>[] = [];
  for (const texts of places) {
    const related = domains.filter((domain) => texts.some((text) => domain.has(text)));
    const joined = new Set([...related.flatMap((domain) => [...domain]), ...texts]);
    domains = [...domains.filter((domain) => !related.includes(domain)), joined];
  }
  return new Map(domains.flatMap((domain) => [...domain].map((text) => [text, [...domain]] as const)));
}
