import { createReadStream, statSync } from 'node:fs';
import { createInterface } from 'node:readline';
import * as z from 'zod';
import { InvalidInput } from '#core/errors.ts';
import { SeenRequest } from '#core/improvements/jobs.ts';
import { parseJson } from '#core/validation.ts';

const TimedRequest = SeenRequest.extend({
  /** Milliseconds since the beginning of the file. */
  at: z.number().nonnegative(),
});
export type TimedRequest = z.infer<typeof TimedRequest>;

/**
 * Reads the requests of a file, one JSON object per line, in the order of their time.
 * @throws InvalidInput `traffic/no-file`, `traffic/invalid-line` with its number, `traffic/no-requests`.
 */
export async function readTimedRequests(file: string): Promise<readonly TimedRequest[]> {
  if (!statSync(file, { throwIfNoEntry: false })?.isFile())
    throw new InvalidInput(`there is no file ${file} with requests to play.`, { code: 'traffic/no-file' });
  const requests: TimedRequest[] = [];
  let line = 0;
  for await (const text of createInterface({ input: createReadStream(file) })) {
    line += 1;
    if (text.trim())
      requests.push(parseJson(TimedRequest, text, `line ${line} of ${file}`, 'traffic/invalid-line'));
  }
  if (requests.length === 0)
    throw new InvalidInput(
      `${file} has no requests in it; write one JSON object per line, such as {"at": 0, "method": "GET", "path": "/"}.`,
      { code: 'traffic/no-requests' },
    );
  return requests.sort((a, b) => a.at - b.at);
}
