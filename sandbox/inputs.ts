import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InvalidInput } from '#core/errors.ts';
import { RecordedRequest } from '#core/improvements/jobs.ts';
import { parseJson } from '#core/validation.ts';

/** The requests to replay. @throws InvalidInput that names the line that cannot be read. */
export async function readRequests(folder: string): Promise<readonly RecordedRequest[]> {
  const lines = (await readInput(folder, 'requests.jsonl')).split('\n');
  return lines.flatMap((line, i) =>
    line.trim() === ''
      ? []
      : [parseJson(RecordedRequest, line, `requests.jsonl, line ${i + 1}`, 'sandbox/bad-request')],
  );
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
