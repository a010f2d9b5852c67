import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { type CorpusEntry, type CorpusFunction, readCorpus } from '../../../../eval/proof/read-corpus.ts';
import { replaceDeclarations } from '../../../../eval/proof/replace-declarations.ts';

const corpus = readCorpus();

/** Loads both versions, and prints what the expression made of each: a value, or an error's class and message. */
const compare = `
import { inspect } from 'node:util';
for (const side of ['base', 'candidate']) {
  const { shown } = await import(new URL(side + '/' + process.argv[2], import.meta.url).href);
  const outcome = await Promise.resolve().then(shown).then(
    (value) => ['gave', value],
    (error) => ['threw', error?.constructor?.name, error?.message],
  );
  console.log(JSON.stringify(inspect(outcome, { depth: null, maxArrayLength: null, showHidden: true })));
}
`;

const node = async (cwd: string, args: readonly string[]): Promise<string> => {
  const run = promisify(execFile)(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], {
    cwd,
    timeout: 60_000,
  });
  const { stdout } = await run;
  return stdout;
};

async function inFolder<Result>(use: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'ironclaw-corpus-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function write(folder: string, { folder: base, path }: CorpusFunction, text: string): void {
  cpSync(base, folder, { recursive: true });
  writeFileSync(join(folder, path), text);
}

/** What the service's own tests say. */
async function runTests(corpusFunction: CorpusFunction, text: string): Promise<string> {
  return inFolder(async (folder) => {
    write(folder, corpusFunction, text);
    const run = node(folder, ['--test', '--test-isolation=none', '--test-reporter=tap', 'test/*.check.*']);
    return run.then(
      () => 'passed',
      ({ stdout }: { stdout: string }) =>
        stdout
          .split('\n')
          .filter((line) => /^ *not ok/.test(line))
          .join('\n'),
    );
  });
}

/** What an expression makes of the base and of an entry. */
async function outcomesOf(corpusFunction: CorpusFunction, { code, shownBy }: CorpusEntry): Promise<string[]> {
  const { path, source } = corpusFunction;
  const holder = source.includes('module.exports') ? 'module.exports.shown' : 'export const shown';
  const line = `\n${holder} = async () => (${shownBy});\n`;
  return inFolder(async (folder) => {
    write(join(folder, 'base'), corpusFunction, source + line);
    write(join(folder, 'candidate'), corpusFunction, replaceDeclarations(path, source, code) + line);
    writeFileSync(join(folder, 'compare.mjs'), compare);
    return (await node(folder, ['compare.mjs', path])).trim().split('\n');
  });
}

describe.each(corpus)('the corpus on $name', (corpusFunction) => {
  const { path, source, entries } = corpusFunction;

  it('has a suite that its base passes', async () => {
    expect(await runTests(corpusFunction, source)).toBe('passed');
  });

  it.each(['right', 'wrong'] as const)('has at least ten %s rewrites, all different', (label) => {
    const texts = entries
      .filter((entry) => entry.label === label)
      .map(({ code }) => replaceDeclarations(path, source, code));
    expect(new Set([...texts, source]).size).toBeGreaterThan(10);
    expect(new Set([...texts, source]).size).toBe(texts.length + 1);
  });

  it.concurrent.each(entries)('has a suite that notices nothing of "$name"', async ({ code }) => {
    expect(await runTests(corpusFunction, replaceDeclarations(path, source, code))).toBe('passed');
  });

  it.concurrent.each(entries.filter(({ shownBy }) => shownBy !== null))(
    'has an expression that shows what is wrong with "$name"',
    async (entry) => {
      const [base, candidate] = await outcomesOf(corpusFunction, entry);
      expect(base).toBeDefined();
      expect(candidate).not.toBe(base);
    },
  );
});
