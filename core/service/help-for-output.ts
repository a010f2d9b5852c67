import { serverAt } from './well-known-servers.ts';

interface Cause {
  /** What a command prints then. */
  readonly sign: RegExp;
  /** A clause that says what helps; `what` is the first group of the sign. */
  readonly help: (what: string) => string;
}

/** In this order: what comes first causes what may follow it in the same output. */
const causes: readonly Cause[] = [
  {
    sign: /\bspawn ([\w.-]+) ENOENT|\bsh: (?:\d+: )?([\w.@/-]+): (?:command )?not found/,
    help: (program) =>
      `there is no program \`${program}\` here: install the package that has it, or let the line do without`,
  },
  {
    sign: /NODE_MODULE_VERSION|ERR_DLOPEN_FAILED|No native build was found|Could not locate the bindings file|\.node: cannot open|Cannot find module '[^']{0,300}\.node'|node-gyp|invalid ELF header|-binding\.js/i,
    help: () =>
      "a native add-on is not built for the Node that runs here: run the package manager's `rebuild` with that Node, or name another as `node` in ironclaw.json",
  },
  {
    sign: /@prisma\/client did not initialize|prisma generate|no exported member '?PrismaClient/,
    help: () => "Prisma's client is not generated: run `npx prisma generate`",
  },
  {
    sign: /Cannot find module '[./](?:(?!node_modules)[^'])*\/((?:dist|build|out|lib|\.next|\.output)\/[^']*)'/i,
    help: (file) => `${file} is not in the repository: let \`commands.build\` in ironclaw.json make it`,
  },
  {
    sign: /Cannot find (?:module|package) '(@[\w.-]+\/[\w.-]+|[a-z][\w.-]*)/i,
    help: (name) => `the package ${name} is not installed: install it, and keep it in the lockfile`,
  },
  {
    sign: /ERR_UNKNOWN_FILE_EXTENSION|ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX/,
    help: () =>
      'Node cannot run its TypeScript as it is: let `commands.build` in ironclaw.json compile it, and start what that writes',
  },
  {
    sign: /Unsupported engine|\brequires? (?:at least )?Node|Unsupported Node/i,
    help: () => 'it asks for another Node: name it as `node` in ironclaw.json',
  },
  {
    sign: /EADDRINUSE|listen EACCES/,
    help: () =>
      'it cannot have its port: let it read `PORT`, or name a port that it has fixed as `port` in ironclaw.json',
  },
  { sign: /ECONNREFUSED \S*:(\d+)\b/, help: unreached },
  { sign: /(?:ECONNREFUSED|ServerSelectionError)(?:[\s\S]*?\bport: (\d+)\b)?/, help: unreached },
  {
    sign: /(?:ENOTFOUND|EAI_AGAIN) ([\w.-]+)/,
    help: (host) =>
      `nothing here is called ${host}: name another host in \`env\` of ironclaw.json, or let \`setup\` start what it stands for`,
  },
  {
    sign: /ENETUNREACH|ENOTCACHED|ERR_PNPM_NO_OFFLINE/,
    help: () => 'no box has a network, so nothing can be fetched: let the line use what is installed',
  },
  {
    sign: /(?:Missing|missing|Required|required|Undefined|undefined|[Nn]ot set|[Mm]ust be set|[Nn]ot defined)[^.]{0,60}?\b(?!ERR_)([A-Z][A-Z0-9]*_[A-Z0-9_]+)\b/,
    help: variable,
  },
  {
    sign: /\b(?!ERR_)([A-Z][A-Z0-9]*_[A-Z0-9_]+)\b[^.]{0,40}?(?:missing|required|undefined|not set|must be set|not defined)/,
    help: variable,
  },
  {
    sign: /EROFS|EACCES/,
    help: () => 'it writes where it must not: let it write below its own folder or the one in TMPDIR',
  },
  {
    sign: /Environment variable|process\.env\b/i,
    help: () => 'set the variables that it needs in `env` of ironclaw.json',
  },
];

function unreached(port: string): string {
  return `it could not reach ${serverAt(port)}: let \`setup\` in ironclaw.json start it`;
}

function variable(name: string): string {
  return `set ${name} in \`env\` of ironclaw.json, for a secret with a \`test\` value`;
}

/** Characters at the end of an output that are looked at. */
const longest = 20_000;

/**
 * What helps a command of a service that failed, by what it printed: a clause with the key of `ironclaw.json` that helps. Null where
 * nothing is recognized.
 */
export function helpForOutput(output: string): string | null {
  const end = output.slice(-longest);
  for (const { sign, help } of causes) {
    const found = sign.exec(end);
    if (found) return help(found.slice(1).find((group) => group !== undefined) ?? '');
  }
  return null;
}
