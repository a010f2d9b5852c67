import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DataFolder } from '../data-folder/data-folder.ts';
import { type Child, startChild } from '../processes/child.ts';

const program = fileURLToPath(new URL('./traffic-program.ts', import.meta.url));

/** Plays a file of requests against a service, in a process of its own so that it does not slow down the service. */
export function startTraffic(file: string, url: string, folder: DataFolder): Child {
  return startChild({
    command: process.execPath,
    arguments: [program, file, url],
    folder: folder.root,
    environment: {},
    log: createWriteStream(join(folder.logs, 'traffic.log'), { flags: 'a' }),
    owner: folder.root,
  });
}
