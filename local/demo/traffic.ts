import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DataFolder } from '../data-folder/data-folder.ts';
import { startChild } from '../processes/child.ts';
import { supervise } from '../processes/supervise.ts';

const program = fileURLToPath(new URL('./traffic-program.ts', import.meta.url));

/** Plays a file of requests against a service, in a process of its own so that it does not slow down the service. */
export function startTraffic(
  file: string,
  url: string,
  { root, logs }: DataFolder,
): Promise<{ stop(): Promise<void> }> {
  return supervise('the traffic', async () =>
    startChild({
      command: process.execPath,
      arguments: [program, file, url],
      folder: root,
      environment: {},
      log: createWriteStream(join(logs, 'traffic.log'), { flags: 'a' }),
      owner: root,
    }),
  );
}
