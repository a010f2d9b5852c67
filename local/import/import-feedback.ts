import type { ReadingOptions } from '#adapters/feedback-exports/feedback-export.ts';
import { type ReadRow, readFeedback } from '#adapters/feedback-exports/read-feedback.ts';
import type { ImportResult } from '#core/preferences/feedback/import-feedback.ts';
import type { ApiAccess } from '../api/ask-api.ts';
import { add, countRow, countSkipped, emptyReport, type ImportReport } from './import-report.ts';
import { sendBatch } from './send-batch.ts';

export interface ImportFeedback extends ReadingOptions {
  readonly file: string;
  /** Rows at earlier places are passed over: they were imported before. */
  readonly from: number;
  /** Where to send it; `null` to find out only what would be sent. */
  readonly access: ApiAccess | null;
  /** Told now and then up to which place all rows are in. */
  readonly onProgress: (place: number) => void;
}

type Found = Exclude<ReadRow, { skipped: string }>;

/** Rows in one request. */
const together = 50;

/**
 * Imports the feedback in an export of another system. It can be repeated, whole or in part: what is in already is `unchanged`.
 * @throws what `readFeedback` and `sendBatch` throw; what was sent until then is in.
 */
export async function importFeedback({
  file,
  from,
  access,
  onProgress,
  ...options
}: ImportFeedback): Promise<ImportReport> {
  const report = emptyReport();
  let batch: Found[] = [];
  let batches = 0;
  const flush = async () => {
    const [last] = batch.slice(-1);
    if (!access || !last) return;
    countResults(
      report,
      batch,
      await sendBatch(
        access,
        batch.map(({ item }) => item),
      ),
    );
    batches += 1;
    if (batches % 20 === 0) onProgress(last.place);
    batch = [];
  };
  for await (const row of readFeedback(file, options)) {
    if (row.place < from) continue;
    countRow(report, row);
    if ('skipped' in row || !access) continue;
    batch.push(row);
    if (batch.length === together) await flush();
  }
  await flush();
  return report;
}

function countResults(report: ImportReport, batch: readonly Found[], results: readonly ImportResult[]): void {
  for (const [i, { place }] of batch.entries()) {
    const result = results[i];
    if (result && 'changed' in result) add(report.sent, result.changed);
    else countSkipped(report, `refused: ${result?.refused.code ?? 'without an answer'}`, place);
  }
}
