import { join } from 'node:path';
import { daysKept } from '#core/retention.ts';
import type { DataFolder } from '../data-folder/data-folder.ts';
import { expireEntries, expireFiles } from './expire-files.ts';
import { expireItems } from './expire-items.ts';
import { removeVersions } from './remove-versions.ts';
import { shortenLogs } from './shorten-logs.ts';

export interface ExpiredIn {
  readonly folder: DataFolder;
  readonly table: string;
  /** The commits of the versions that serve now. */
  readonly serving: readonly string[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * Removes from a data folder what AWS removes by itself: items and artifacts whose time is over, old logs, and the trees
 * of earlier versions. It may run while the system does.
 */
export function removeExpired({ folder, table, serving, now }: ExpiredIn): void {
  expireItems(folder.database, table, now);
  expireFiles(join(folder.artifacts, 'jobs'), daysKept.jobs, now);
  expireFiles(join(folder.artifacts, 'verdicts'), daysKept.verdicts, now);
  expireFiles(join(folder.artifacts, 'logs'), daysKept.jobLogs, now);
  expireFiles(folder.logs, daysKept.logs, now);
  expireEntries(folder.earlier, daysKept.logs, now);
  shortenLogs(folder.logs);
  removeVersions(folder.versions, serving, now);
}
