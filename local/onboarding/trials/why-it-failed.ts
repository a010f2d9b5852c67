import { unreached } from '../look/neighbors.ts';

interface Cause {
  readonly sign: RegExp;
  readonly help: string;
}

/** What a start that failed for a well-known reason prints, and what helps. */
const causes: readonly Cause[] = [
  {
    sign: /bindings? file|\.node'|node-gyp|invalid ELF header|was compiled against a different Node|-binding\.js/i,
    help: "A native add-on is not built for the Node that runs here; run the package manager's `rebuild`.",
  },
  {
    sign: /@prisma\/client did not initialize|prisma generate|no exported member '?PrismaClient/,
    help: "Prisma's client is not generated; run `npx prisma generate`.",
  },
  {
    sign: /Unsupported engine|requires? (?:at least )?node|Unsupported Node/i,
    help: 'It asks for another Node; name it with --node.',
  },
  {
    sign: /ERR_UNKNOWN_FILE_EXTENSION|ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX/,
    help: 'Node cannot run its TypeScript as it is; compile it with --build, and start what that writes.',
  },
  {
    sign: /EROFS|EACCES/,
    help: 'It writes where it must not; let it write below its own folder or the one in TMPDIR.',
  },
];

/** One sentence that helps after a failed start, by what it printed. */
export const helpFor = (output: string): string =>
  missingProgram(output) ??
  missingNeighbor(output) ??
  causeIn(output) ??
  'Name another with --start, or what it needs with --env NAME=value.';

/** One sentence that helps after a failed build, by what it printed. */
export const helpForBuild = (output: string): string =>
  missingProgram(output) ?? causeIn(output) ?? 'Name another with --build.';

function missingProgram(output: string): string | null {
  const [, spawned, called] =
    /\bspawn ([\w.-]+) ENOENT|\bsh: (?:\d+: )?([\w.-]+): not found/.exec(output) ?? [];
  const name = spawned ?? called;
  if (name === undefined) return null;
  return `It runs the program \`${name}\`, which is not here; install it, or name a line that does without.`;
}

function missingNeighbor(output: string): string | null {
  const name = unreached(output);
  if (name === null) return null;
  return `It could not reach ${name}; a line in \`setup\` of ironclaw.json starts it for each run.`;
}

const causeIn = (output: string): string | undefined => causes.find(({ sign }) => sign.test(output))?.help;
