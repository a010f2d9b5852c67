import { NotFound } from '../../errors.ts';
import { ServiceScan } from '../../performance/findings/static-finding.ts';
import { parseJson } from '../../validation.ts';
import type { Improvement } from '../improvement.ts';
import { jobFolder } from '../job-folder.ts';
import type { ArtifactStore } from '../ports.ts';

/** In the folder of a scan job. */
export const staticFindingsFile = 'out/static-findings.json';

const keyOf = (service: string): string => `services/${service}/static-findings.json`;

/** Keeps what the current attempt's scan has found as the service's latest. A scan by an earlier version of ours has no such file. */
export async function keepStaticFindings(
  improvement: Improvement,
  artifacts: Pick<ArtifactStore, 'copy' | 'exists'>,
): Promise<void> {
  const found = `${jobFolder(improvement, 'scan')}/${staticFindingsFile}`;
  if (await artifacts.exists(found)) await artifacts.copy(found, keyOf(improvement.service));
}

/** What the latest scan of the service found; null if it was never scanned. */
export const readStaticFindings = (
  service: string,
  artifacts: Pick<ArtifactStore, 'read'>,
): Promise<ServiceScan | null> => readScan(keyOf(service), artifacts);

/** @returns null if there is no artifact with that key. @throws InvalidInput `static-findings/invalid`. */
export async function readScan(
  key: string,
  artifacts: Pick<ArtifactStore, 'read'>,
): Promise<ServiceScan | null> {
  try {
    const text = await artifacts.read(key);
    return parseJson(ServiceScan, text, 'the file of static findings', 'static-findings/invalid');
  } catch (error) {
    if (error instanceof NotFound) return null;
    throw error;
  }
}
