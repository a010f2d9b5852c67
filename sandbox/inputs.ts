import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InvalidInput } from '#core/errors.ts';
import { RecordedRequest } from '#core/improvements/jobs.ts';
import { parseJson } from '#core/validation.ts';

export interface VerifyInputs {
  readonly patch: string;
  readonly requests: readonly RecordedRequest[];
  /** Path of the base's tar file. */
  readonly archive: string;
}

/** @throws InvalidInput that names the file and line that cannot be read. */
export async function readInputs(folder: string): Promise<VerifyInputs> {
  const lines = (await readInput(folder, 'requests.jsonl')).split('\n');
  const requests = lines.flatMap((line, i) =>
    line.trim() === ''
      ? []
      : [parseJson(RecordedRequest, line, `requests.jsonl, line ${i + 1}`, 'sandbox/bad-request')],
  );
  return { patch: await readInput(folder, 'candidate.patch'), requests, archive: join(folder, 'source.tar') };
}

/** @throws InvalidInput if the job's folder lacks the file. */
export async function readInput(folder: string, name: string): Promise<string> {
  try {
    return await readFile(join(folder, name), 'utf8');
  } catch (cause) {
    throw new InvalidInput(`The job's folder has no readable file ${name}.`, {
      code: 'sandbox/missing-input',
      cause,
    });
  }
}
