import { extname, join } from 'node:path';

/**
 * The relay's file: it runs inside the box, and must be readable there. It lies beside this one, and has the same
 * ending: `.ts` among the sources, `.mjs` where each program was bundled to one file.
 */
export const relayProgram = join(import.meta.dirname, `relay${extname(import.meta.filename)}`);
