import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

/** Far above any line that means something: one without an end must not fill the memory. */
const longest = 1_000_000;

/**
 * Answers the lines of `input` on `output`, all that came together at once: who waits for an answer before the next
 * question gets it, and who sends a whole log is answered as fast as it is read.
 */
export async function respondToLines(
  input: Readable,
  output: Writable,
  answer: (line: string) => string | null,
): Promise<void> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of input) {
    const lines = (rest + decoder.write(chunk)).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > longest) {
      lines.push(rest.slice(0, longest));
      rest = '';
    }
    await say(output, lines, answer);
  }
  await say(output, [rest + decoder.end()], answer);
}

async function say(
  output: Writable,
  lines: readonly string[],
  answer: (line: string) => string | null,
): Promise<void> {
  const answers = lines.map(answer).filter((item) => item !== null);
  if (answers.length > 0 && !output.write(`${answers.join('\n')}\n`)) await once(output, 'drain');
}
