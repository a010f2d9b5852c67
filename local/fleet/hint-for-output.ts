/** What a program prints when it cannot start, and what of `ironclaw.json` helps then. The first that fits counts. */
const hints: readonly (readonly [RegExp, string])[] = [
  [/EADDRINUSE/, 'if its port is fixed, port in ironclaw.json names it'],
  [/ECONNREFUSED|ENOTFOUND|EAI_AGAIN/, 'setup in ironclaw.json can start what it needs, such as a database'],
  [/(?:^|: )[^:]*: not found$/m, 'commands.start in ironclaw.json names a program that is not there'],
  [
    /Cannot find module '[^']*\/(?:dist|build|out|lib|\.next|\.output)\//,
    'commands.build in ironclaw.json makes it',
  ],
  [
    /environment|\benv\b|(?:^|[^A-Z])[A-Z][A-Z0-9]*_[A-Z0-9_]+ /,
    'env in ironclaw.json sets the variables that it needs',
  ],
];

/** A hint to follow the output of a program that ended, or nothing. */
export function hintForOutput(output: string): string {
  const hint = hints.find(([pattern]) => pattern.test(output))?.[1];
  return hint === undefined ? '' : ` (${hint})`;
}
