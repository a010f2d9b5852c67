/** What a failing command prints, and the sentence that helps; groups of the pattern stand for `$1`. */
const known: readonly (readonly [RegExp, string])[] = [
  [
    /NODE_MODULE_VERSION|ERR_DLOPEN_FAILED|No native build was found|Could not locate the bindings file|\.node: cannot open/,
    'a native add-on was not built for this version of Node: install the packages with it ("node" in ironclaw.json), or use a package with prebuilt binaries',
  ],
  [
    /Cannot find module '[./][^']*\/((?:dist|build|out|lib)\/[^']*)'/,
    '$1 is not in the repository: set "commands.build" in ironclaw.json to what makes it',
  ],
  [
    /Cannot find (?:module|package) '(@[\w.-]+\/[\w.-]+|[a-z][\w.-]*)/,
    'the package $1 is not installed: install it, and keep it in the lockfile',
  ],
  [
    /ECONNREFUSED (?:127\.0\.0\.1|::1|localhost):(\d+)/,
    'nothing listens on port $1 in the sandbox: let "setup" in ironclaw.json start it',
  ],
  [
    /(?:ENOTFOUND|EAI_AGAIN) ([\w.-]+)/,
    'the sandbox has no network and does not know $1: set a test value in "env", or start a stand-in in "setup" of ironclaw.json',
  ],
  [
    /ENETUNREACH|ENOTCACHED|ERR_PNPM_NO_OFFLINE/,
    'the sandbox has no network: nothing can be fetched there; use what is installed',
  ],
  [
    /(?:missing|required|undefined|not set|must be set|not defined)[^.]{0,60}\b([A-Z][A-Z0-9]*_[A-Z0-9_]+)\b/i,
    'set $1 in "env" of ironclaw.json, for a secret with a "test" value',
  ],
  [
    /\b([A-Z][A-Z0-9]*_[A-Z0-9_]+)\b[^.]{0,40}(?:missing|required|undefined|not set|must be set|not defined)/,
    'set $1 in "env" of ironclaw.json, for a secret with a "test" value',
  ],
  [
    /sh: (?:\d+: )?([\w.@/-]+): (?:command )?not found/,
    'there is no program $1: install the package that has it',
  ],
];

/** The sentence with what went wrong, and with the key of the manifest that helps where that can be told. */
export function withHelp(detail: string): string {
  const [pattern, help] = known.find(([printed]) => printed.test(detail)) ?? [];
  const found = pattern?.exec(detail);
  if (!found || help === undefined) return detail;
  return `${detail.replace(/[.;]?\s*$/, '')}; ${help.replace('$1', found[1] ?? '')}.`;
}
