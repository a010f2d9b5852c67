import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { InvalidInput } from '#core/errors.ts';
import type { KeptVerdict } from '#core/rollouts/replay/kept-verdict.ts';
import { type RecordedVerdict, readVerdict } from '#core/rollouts/replay/recorded-verdict.ts';
import { type ApiAccess, askApi } from '../api/ask-api.ts';

/** A recorded verdict and where it comes from. */
export interface FoundVerdict {
  readonly verdict: RecordedVerdict;
  /** As it was written. */
  readonly text: string;
  /** Whether the text has the hash that the improvement's record names; null if no record says. */
  readonly isAsRecorded: boolean | null;
}

interface Answer {
  readonly number: number;
  readonly verdicts: readonly KeptVerdict[];
  readonly recorded: unknown;
}

/**
 * Fetches a verdict with its evidence. @param number 1 for the first; the latest without it.
 * @throws InvalidInput `verdict/none`, `verdict/not-kept`, `verdict/invalid`, and what `askApi` throws.
 */
export async function fetchVerdict(
  access: ApiAccess,
  improvement: string,
  number?: number,
): Promise<FoundVerdict> {
  const query = number === undefined ? '' : `?number=${number}`;
  const path = `/improvements/${encodeURIComponent(improvement)}/verdict${query}`;
  const answer = await askApi<Answer>(access, path);
  const kept = answer.verdicts[answer.number - 1];
  if (!kept)
    throw new InvalidInput(`improvement ${improvement} has no verdict of a rollout yet.`, {
      code: 'verdict/none',
    });
  if (!kept.file)
    throw new InvalidInput(`the evidence of this verdict was not kept: ${kept.obstacle ?? 'no reason'}.`, {
      code: 'verdict/not-kept',
    });
  const text = JSON.stringify(answer.recorded);
  const sha256 = createHash('sha256').update(text).digest('hex');
  return { verdict: readVerdict(text), text, isAsRecorded: sha256 === kept.file.sha256 };
}

/** @throws InvalidInput `verdict/no-file`, `verdict/invalid`. */
export function readVerdictFile(file: string): FoundVerdict {
  const text = withFile('read', file, () => readFileSync(file, 'utf8'));
  return { verdict: readVerdict(text), text, isAsRecorded: null };
}

/** @throws InvalidInput `verdict/no-file`. */
export function saveVerdict(file: string, { text }: Pick<FoundVerdict, 'text'>): void {
  withFile('write', file, () => writeFileSync(file, text));
}

function withFile<Result>(verb: 'read' | 'write', file: string, use: () => Result): Result {
  try {
    return use();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new InvalidInput(`cannot ${verb} ${file}: ${reason}.`, { code: 'verdict/no-file', cause });
  }
}
