import { expect, it } from 'vitest';
import { namedFunctions } from '#adapters/ast-grep/named-functions.ts';
import { isWellFormed, parseSource } from '#adapters/ast-grep/syntax.ts';
import type { CandidateGenerator, GenerationRequest } from '#core/improvements/candidate/candidate.ts';

/** What every generator guarantees, tested with a request for which it has a fix. */
export function behavesAsCandidateGenerator(
  generator: () => CandidateGenerator,
  request: GenerationRequest,
): void {
  const propose = (asked: GenerationRequest = request) => generator().propose(asked);

  it('proposes changes of files of the snapshot that can be compiled', async () => {
    const proposal = await propose();
    expect(proposal?.source).toBe(generator().source);
    expect(proposal?.changes.map(({ path }) => path)).toContain(proposal?.path);
    for (const { path, text } of proposal?.changes ?? []) {
      const file = request.snapshot.files.find((known) => known.path === path);
      expect(file).toBeDefined();
      expect(text).not.toBe(file?.text);
      expect(isWellFormed(path, text)).toBe(true);
    }
  });

  it('names a function that the file has before and after the change', async () => {
    const proposal = await propose();
    const path = proposal?.path ?? '';
    const before = request.snapshot.files.find((file) => file.path === path)?.text ?? '';
    const after = proposal?.changes.find((file) => file.path === path)?.text ?? '';
    for (const text of [before, after]) {
      const names = namedFunctions(parseSource(path, text)).map(({ name }) => name);
      expect(names).toContain(proposal?.function);
    }
  });

  it('gives a one-line title and a reason', async () => {
    const proposal = await propose();
    expect(proposal?.title).toMatch(/^[A-Z].{9,99}$/);
    expect(proposal?.rationale.length).toBeGreaterThan(40);
    expect(proposal?.author).not.toBe('');
  });

  it('proposes nothing if no file contains the hot function', async () => {
    expect(await propose({ ...request, snapshot: { ...request.snapshot, files: [] } })).toBeNull();
  });

  it('stops proposing after a number of attempts', async () => {
    const seen = new Set<string>();
    let asked = request;
    for (let turn = 0; turn < 10; turn += 1) {
      const proposal = await propose(asked).catch(() => null);
      if (!proposal) return;
      const { changes, ...attempt } = proposal;
      seen.add(changes.map(({ text }) => text).join());
      asked = {
        ...asked,
        earlier: [
          ...asked.earlier,
          { ...attempt, hash: 'a hash', patch: 'a patch', outcome: 'it was slower' },
        ],
      };
    }
    expect.fail(`It still proposes after ${seen.size} attempts.`);
  });

  it('does not change the request', async () => {
    const { count, ...data } = request;
    const before = structuredClone(data);
    await propose();
    expect(request).toEqual({ ...before, count });
  });
}
