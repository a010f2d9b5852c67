import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

/** Characters; far longer than any valid line. Input without line breaks must not fill the memory. */
const maxLineLength = 1_000_000;

/**
 * Responds to each line of `input` on `output`, with one write per chunk of input. A client may wait for each response
 * before it sends the next line, or send a whole log at once.
 */
export async function respondToLines(
  input: Readable,
  output: Writable,
  respond: (line: string) => string | null,
): Promise<void> {
  const decoder = new StringDecoder('utf8');
  let remainder = '';
  for await (const chunk of input) {
    const lines = (remainder + decoder.write(chunk)).split('\n');
    remainder = lines.pop() ?? '';
    if (remainder.length > maxLineLength) {
      lines.push(remainder.slice(0, maxLineLength));
      remainder = '';
    }
    await writeResponses(output, lines, respond);
  }
  await writeResponses(output, [remainder + decoder.end()], respond);
}

async function writeResponses(
  output: Writable,
  lines: readonly string[],
  respond: (line: string) => string | null,
): Promise<void> {
  const responses = lines.map(respond).filter((response) => response !== null);
  if (responses.length > 0 && !output.write(`${responses.join('\n')}\n`)) await once(output, 'drain');
}
