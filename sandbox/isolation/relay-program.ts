import { extname, join } from 'node:path';

/**
 * The relay's file. It runs inside the box and must be readable there. It lies beside this file and has the same
 * extension: `.ts` among the sources, `.mjs` if each program was bundled into one file.
 */
export const relayProgram = join(import.meta.dirname, `relay${extname(import.meta.filename)}`);
