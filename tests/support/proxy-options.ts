import type { ProxyOptions } from '#local/fleet/proxy-process.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** Of a proxy at any free port. Its folder is removed after the test. */
export function proxyOptions(patience = 30_000): ProxyOptions {
  const owner = temporaryFolder('proxy');
  return { service: 'shop', port: 0, patience, logs: owner, owner };
}
