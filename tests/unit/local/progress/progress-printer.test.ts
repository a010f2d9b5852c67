import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { type Chapter, linePrinter } from '#local/progress/progress-printer.ts';

const chapter: Chapter = {
  id: '1',
  title: 'GET /prices',
  word: 'canary',
  text: '10 % of the requests',
  outcome: 'open',
};

describe('told in lines', () => {
  const told = (tell: (teller: ReturnType<typeof linePrinter>) => void): string[] => {
    const lines: string[] = [];
    tell(linePrinter((line) => lines.push(line)));
    return lines;
  };

  it('an event is one line: when, what, about what', () => {
    expect(told((teller) => teller.tell(chapter))).toEqual([
      expect.stringMatching(/^ +\d+\.\d s {2}canary {4}GET \/prices: 10 % of the requests$/),
    ]);
  });

  it('a text that names its endpoint is not told it twice', () => {
    const text = 'GET /prices has a p95 of 300 ms';

    expect(told((teller) => teller.tell({ ...chapter, text }))[0]).toMatch(/ {2}GET \/prices has a p95/);
  });

  it('progress is left out', () => {
    expect(told((teller) => teller.progress('12 messages rated'))).toEqual([]);
  });
});

describe('told as a tree, where there is no terminal after all', () => {
  it('it ends without an error, with everything told', async () => {
    const teller = fileURLToPath(new URL('../../../../local/progress/progress-printer.ts', import.meta.url));
    const program = `
      import { treeTeller } from '${teller}';
      const chapter = ${JSON.stringify(chapter)};
      const teller = treeTeller({ improvements: 1 });
      await new Promise((drawn) => setTimeout(drawn, 50));
      teller.say('ready');
      teller.progress('12 messages rated');
      teller.tell(chapter);
      teller.tell({ ...chapter, id: '2', title: 'GET /one-too-many' });
      teller.tell({ ...chapter, word: 'kept', text: 'for good', outcome: 'good' });
      await teller.end();
      teller.say('after the end');`;

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
