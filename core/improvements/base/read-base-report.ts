import { parseJson } from '../../validation.ts';
import type { ArtifactStore } from '../ports.ts';
import { baseFolder, baseReportFile } from './base-folder.ts';
import { BaseReport } from './base-report.ts';

/** What is known of a service's commit; null if it could not be checked. */
export async function readBaseReport(
  artifacts: Pick<ArtifactStore, 'exists' | 'read'>,
  service: string,
  commit: string,
): Promise<BaseReport | null> {
  const file = `${baseFolder(service, commit)}/${baseReportFile}`;
  if (!(await artifacts.exists(file))) return null;
  return parseJson(BaseReport, await artifacts.read(file), 'the report on the base', 'base-report/invalid');
}
