import * as z from 'zod';
import { parseJson } from '../../validation.ts';
import type { Improvement } from '../improvement.ts';
import { jobFolder } from '../job-folder.ts';
import type { ArtifactStore } from '../ports.ts';
import type { Snapshot } from './candidate.ts';

const SourceFiles = z.array(z.object({ path: z.string(), text: z.string() }));
const SnapshotFile: z.ZodType<Snapshot> = z.object({
  commit: z.string(),
  files: SourceFiles,
  context: SourceFiles.optional(),
});

/** What the scan of the current attempt read. */
export async function readSnapshot(
  artifacts: Pick<ArtifactStore, 'read'>,
  improvement: Improvement,
): Promise<Snapshot> {
  const text = await artifacts.read(`${jobFolder(improvement, 'scan')}/out/snapshot.json`);
  return parseJson(SnapshotFile, text, 'the snapshot', 'snapshot/invalid');
}
