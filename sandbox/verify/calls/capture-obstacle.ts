import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/**
 * Why calls cannot be captured in a service's Node, or null: a version before 18.18 has no `--import`, and ends at once where it
 * finds that among its options.
 */
export async function captureObstacle(node: string): Promise<string | null> {
  if (node === process.execPath) return null;
  const { stdout } = await promisify(execFile)(node, ['--version']);
  const [major = 0, minor = 0] = stdout.match(/\d+/g)?.map(Number) ?? [];
  if (major > 18 || (major === 18 && minor >= 18)) return null;
  return `calls cannot be captured in Node ${stdout.trim().slice(1)}, but from 18.18 on`;
}
