import { scanInProcess } from '#adapters/static-analysis/scan-in-process.ts';
import { DomainError } from '#core/errors.ts';
import type { StaticScan } from '#core/performance/findings/static-finding.ts';
import { minute } from '#core/time.ts';

const limits = { timeout: minute, most: 300 };

/** Finds suspicious places in the whole tree. If that fails, the result says so: nothing else depends on it. */
export async function findStatically(tree: string): Promise<StaticScan> {
  try {
    return await scanInProcess(tree, limits);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { findings: [], notListed: 0, files: 0, lines: 0, leftOut: [], failures: [error.message] };
  }
}
