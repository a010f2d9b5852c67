import { fileURLToPath } from 'node:url';

/** The relay's file: it runs inside the box, and must be readable there. */
export const relayProgram = fileURLToPath(new URL('./relay.ts', import.meta.url));
