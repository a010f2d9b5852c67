import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { openQuestions } from '#local/onboarding/questions.ts';

/** Questions to somebody who types these lines, one after each question. */
function typing(...lines: readonly string[]) {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const waiting = [...lines];
  output.on('data', (text: Buffer) => {
    if (/[\]>?] $/.test(text.toString())) input.write(`${waiting.shift() ?? ''}\n`);
  });
  return openQuestions(input, output, AbortSignal.any([]));
}

test('an empty line takes the proposal', async () => {
  const questions = typing('', 'node other.js');
  expect(await questions.ask('Which line starts it?', 'node .')).toBe('node .');
  expect(await questions.ask('Which line starts it?', 'node .')).toBe('node other.js');
  questions.close();
});

test('a choice is named by its text or its number, and asked for again until it is one', async () => {
  const questions = typing('3', 'b', '1');
  expect(await questions.choose('Which?', ['a', 'b'])).toBe('b');
  expect(await questions.choose('Which?', ['a', 'b'])).toBe('a');
  questions.close();
});

test('a question that nobody answers ends when it is interrupted, with the reason', async () => {
  const interrupted = new AbortController();
  const questions = openQuestions(new PassThrough(), new PassThrough(), interrupted.signal);
  const asked = questions.ask('Which line starts it?');

  interrupted.abort(new Error('interrupted.'));

  await expect(asked).rejects.toThrow('interrupted.');
  questions.close();
});
