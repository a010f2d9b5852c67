import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { linePrinter, type ProgressUpdate } from '#local/progress/progress-printer.ts';

const chapter: ProgressUpdate = {
  id: '1',
  title: 'GET /prices',
  word: 'canary',
  text: '10 % of the requests',
  outcome: 'open',
};

describe('printed as lines', () => {
  const printed = (print: (printer: ReturnType<typeof linePrinter>) => void): string[] => {
    const lines: string[] = [];
    print(linePrinter((line) => lines.push(line)));
    return lines;
  };

  it('an event is one line: time, event, subject', () => {
    expect(printed((printer) => printer.update(chapter))).toEqual([
      expect.stringMatching(/^ +\d+\.\d s {2}canary {8}GET \/prices: 10 % of the requests$/),
    ]);
  });

  it('a text that names its endpoint does not name it twice', () => {
    const text = 'GET /prices has a p95 of 300 ms';

    expect(printed((printer) => printer.update({ ...chapter, text }))[0]).toMatch(
      / {2}GET \/prices has a p95/,
    );
  });

  it('progress is omitted', () => {
    expect(printed((printer) => printer.progress('12 messages rated'))).toEqual([]);
  });
});

describe('printed as a tree without a terminal', () => {
  it('it ends without an error, with everything printed', async () => {
    const printer = fileURLToPath(new URL('../../../../local/progress/progress-printer.ts', import.meta.url));
    const program = `
      import { treePrinter } from '${printer}';
      const chapter = ${JSON.stringify(chapter)};
      const printer = treePrinter({ improvements: 1 });
      await new Promise((drawn) => setTimeout(drawn, 50));
      printer.say('ready');
      printer.progress('12 messages rated');
      printer.update(chapter);
      printer.update({ ...chapter, id: '2', title: 'GET /one-too-many' });
      printer.update({ ...chapter, word: 'kept', text: 'for good', outcome: 'good' });
      await printer.end();
      printer.say('after the end');`;

    const { stdout, stderr } = await promisify(execFile)(process.execPath, [
      '--disable-warning=ExperimentalWarning',
      '--input-type=module',
      '--eval',
      program,
    ]);

    for (const text of ['ready', 'GET /prices', 'for good', 'GET /one-too-many', 'after the end'])
      expect(stdout).toContain(text);
    expect(stderr).toBe('');
  });
});
