import { scanInProcess } from '#adapters/static-analysis/scan-in-process.ts';
import { InvalidInput } from '#core/errors.ts';
import type { StaticScan } from '#core/performance/findings/static-finding.ts';
import { minute, second } from '#core/time.ts';

/** A scan that somebody waits for. */
export interface FolderScan extends StaticScan {
  /** Its absolute path. */
  readonly folder: string;
  readonly seconds: number;
}

const most = 10_000;

/**
 * Scans any folder; neither an installation nor a manifest is needed.
 * @throws InvalidInput `scan/no-sources`, and what `scanInProcess` throws.
 */
export async function scanForPeople(folder: string): Promise<FolderScan> {
  const start = performance.now();
  const scan = await scanInProcess(folder, { timeout: 5 * minute, most });
  if (scan.files === 0 && scan.leftOut.length === 0)
    throw new InvalidInput(`${folder} has no JavaScript or TypeScript in it; name the folder of a service.`, {
      code: 'scan/no-sources',
    });
  return { folder, seconds: (performance.now() - start) / second, ...scan };
}
