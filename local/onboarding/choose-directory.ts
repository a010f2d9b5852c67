import { InvalidInput } from '#core/errors.ts';
import { below, type FileView } from './look/file-view.ts';
import { readPackage } from './look/package-json.ts';
import { startScripts, startsOf } from './look/start.ts';
import { delegatedMember, membersOf, services } from './look/workspace.ts';

/**
 * The folder of the service: the one that was named, else the package whose script a script of the root calls to start it, else
 * the root, else the only package of the workspace that can be started.
 * @param ask which of several it is.
 * @throws InvalidInput `init/which-package` if nobody can be asked.
 */
export async function chooseDirectory(
  root: FileView,
  named: string | undefined,
  ask: ((question: string, choices: readonly string[]) => Promise<string>) | null,
): Promise<string> {
  if (named !== undefined && named !== '.') return named.replace(/\/$/, '');
  const json = readPackage(root);
  if (json === null) return '.';
  const members = membersOf(root, json);
  const likeliest = startScripts.find((name) => name in json.scripts) ?? 'start';
  const called = delegatedMember(json.scripts[likeliest] ?? '', members);
  if (called) return called.directory;
  const able = services(members).map(({ directory }) => directory);
  if (able.length === 0) return '.';
  if (startsOf(below(root, '.'), json).some(({ from }) => from === 'scripts.start')) return '.';
  const [only, ...others] = able;
  if (only !== undefined && others.length === 0) return only;
  if (ask) return ask('Which package is the service?', able);
  throw new InvalidInput(
    `several packages of this workspace can be started (${able.join(', ')}); name the service with --directory.`,
    { code: 'init/which-package' },
  );
}
