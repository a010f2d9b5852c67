import { posix } from 'node:path';
import { isSourceName, whyFileIsLeftOut, whyFolderIsLeftOut } from '#core/service/left-out.ts';
import type { FileView } from './file-view.ts';

/** Folders whose code serves no request. */
const aside =
  /^(?:docs?|examples?|scripts?|tools?|migrations?|seeds?|seeders?|public|static|assets|client|frontend|web|www|views|benchmarks?|bench)$/;

/** The service's own code: nothing that was built, installed, tests it or is shown in a browser. */
export const codeFiles = ({ paths }: FileView): readonly string[] =>
  paths.filter(
    (path) =>
      isSourceName(path) &&
      whyFileIsLeftOut(path) === null &&
      posix
        .dirname(path)
        .split('/')
        .every(
          (folder, depth) => whyFolderIsLeftOut(folder) === null && !(depth === 0 && aside.test(folder)),
        ),
  );

/** Globs of the folders that hold this code, and the single files beside them. */
export function sourcesOf(view: FileView): readonly string[] {
  const tops = codeFiles(view).map((path) => (path.includes('/') ? `${path.split('/')[0]}/**` : path));
  return [...new Set(tops)];
}
