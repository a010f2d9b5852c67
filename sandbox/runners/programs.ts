import { extname, join } from 'node:path';

/*
 * Programs that run beside the service's code, and must be readable there. Among the sources they lie in folders, and end
 * in `.ts`; where each program was bundled to one file they lie beside this one, and end in `.mjs`.
 */
const ending = extname(import.meta.filename);
const folder = ending === '.ts' ? join(import.meta.dirname, 'node') : import.meta.dirname;

export const captureProgram = join(folder, `capture${ending}`);
export const executeProgram = join(folder, `execute${ending}`);

/** What has to be readable for them to run. */
export const runnerFiles: readonly string[] = ending === '.ts' ? [folder] : [captureProgram, executeProgram];
