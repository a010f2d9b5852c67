import { posix } from 'node:path';
import { codeFiles } from './code-files.ts';
import { expandScript } from './expand-script.ts';
import type { FileView } from './file-view.ts';
import type { PackageJson } from './package-json.ts';
import { plainProgram } from './plain-program.ts';

/** A way to start the service. */
export interface Start {
  readonly line: string;
  /** Commands that have to run before it. */
  readonly before: readonly string[];
  /** Where it was found. */
  readonly from: string;
}

const forProduction = [
  'start:prod',
  'start:production',
  'serve:prod',
  'prod',
  'production',
  'start',
  'server',
  'start:server',
  'serve',
];
const forDevelopment = ['start:dev', 'dev', 'dev:server', 'develop'];
const entryNames = [
  'server',
  'app',
  'index',
  'main',
  'src/server',
  'src/main',
  'src/index',
  'src/app',
  'bin/www',
];
const noServer =
  /^(?:docker|docker-compose|podman|echo|concurrently|run-p|npm-run-all|serverless|sls|vercel|firebase|react-scripts|vite|webpack|gulp|eslint|jest|exit|true|tsc|forever|pm2)\b/;
const isSupervisorFile = /\becosystem\b|\bpm2\.|processes?\.json\b/;

/** Scripts that start a service, the most likely first. */
export const startScripts = [...forProduction, ...forDevelopment];

/** What could start the service, the most likely first. Watchers and debuggers are taken off. */
export function startsOf(view: FileView, json: PackageJson): readonly Start[] {
  const scripts = (names: readonly string[]) => names.flatMap((name) => fromScript(name, json));
  const starts = [
    ...scripts(forProduction),
    ...fromProcfile(view.read('Procfile')),
    ...fromDockerfile(view.read('Dockerfile')),
    ...scripts(forDevelopment),
    ...fromEntries(view, json),
  ].map((start) => ({ ...start, line: withoutAbsentFiles(start.line, view) }));
  return [...new Map(starts.map((start) => [start.line, start])).values()];
}

function fromScript(name: string, { scripts }: PackageJson): readonly Start[] {
  const commands = expandScript(name, scripts) ?? [];
  const last = commands.at(-1);
  return last === undefined ? [] : asStart(last, commands.slice(0, -1), `scripts.${name}`);
}

function fromProcfile(text: string | null): readonly Start[] {
  const line = /^web:\s*(.+)$/m.exec(text ?? '')?.[1];
  return line === undefined ? [] : asStart(line.trim(), [], 'Procfile');
}

/** The last CMD of a Dockerfile, if it is a list of words. */
function fromDockerfile(text: string | null): readonly Start[] {
  const list = [...(text ?? '').matchAll(/^CMD\s*(\[.*\])\s*$/gm)].at(-1)?.[1];
  if (list === undefined) return [];
  const words = [...list.matchAll(/"([^"]*)"/g)].map(([, word]) => word ?? '');
  return /^(npm|yarn|pnpm|bun)$/.test(words[0] ?? '') ? [] : asStart(words.join(' '), [], 'Dockerfile');
}

function fromEntries(view: FileView, { main }: PackageJson): readonly Start[] {
  const code = new Set(codeFiles(view));
  const names = entryNames.flatMap((name) => ['.js', '.cjs', '.mjs', '.ts', ''].map((end) => name + end));
  const named = [main?.replace(/^\.\//, ''), ...names].filter(
    (file): file is string => file !== undefined && (code.has(file) || view.has(file)),
  );
  const others = [...code].filter((file) => file.split('/').length <= 2);
  const listening = [...named, ...others].filter((file) =>
    /\blisten\s*\(|\bserve\s*\(/.test(view.read(file) ?? ''),
  );
  return listening.map((file) => ({ line: `node ${file}`, before: [], from: file }));
}

/** A file of variables that is not committed is nowhere that we start the service: its values belong into `env`. */
const withoutAbsentFiles = (line: string, view: FileView): string =>
  line.replaceAll(/\s--env-file[= ](\S+)/g, (option, file: string) =>
    view.has(posix.normalize(file)) ? option : '',
  );

function asStart(command: string, before: readonly string[], from: string): readonly Start[] {
  const line = plainProgram(command);
  const program = line.replace(/^(?:[A-Za-z_]\w*=(?:"[^"]*"|'[^']*'|\S*)\s+)*/, '');
  if (program === '' || noServer.test(program) || isSupervisorFile.test(line)) return [];
  return [{ line, before: before.map(plainProgram), from }];
}
