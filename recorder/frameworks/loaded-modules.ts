import { createRequire } from 'node:module';

const { cache } = createRequire(import.meta.url ?? __filename);

/** The exports of the CommonJS modules that the process has loaded and whose file ends with this path. */
export function loadedModules(path: string): readonly unknown[] {
  return Object.entries(cache)
    .filter(([file]) => file.replaceAll('\\', '/').endsWith(path))
    .map(([, module]) => module?.exports);
}
