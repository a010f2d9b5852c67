/** Targets by a pattern with at most one `*`, as in `paths` of tsconfig.json and `imports` of package.json. */
export type PathPatterns<Target> = Readonly<Record<string, Target>>;

export interface PatternMatch<Target> {
  readonly target: Target;
  /** What the `*` stands for; empty if the pattern has none. */
  readonly star: string;
}

/** The match of the most specific pattern: one without `*`, or else that with the longest text before it. */
export function matchPattern<Target>(
  patterns: PathPatterns<Target>,
  name: string,
): PatternMatch<Target> | undefined {
  const matches = Object.entries(patterns).flatMap(([pattern, target]) => {
    const [prefix = '', suffix] = pattern.split('*');
    if (suffix === undefined) return pattern === name ? [{ target, star: '', length: Infinity }] : [];
    const fits =
      name.startsWith(prefix) && name.endsWith(suffix) && name.length >= prefix.length + suffix.length;
    const star = name.slice(prefix.length, name.length - suffix.length);
    return fits ? [{ target, star, length: prefix.length }] : [];
  });
  return matches.toSorted((a, b) => b.length - a.length)[0];
}
