import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type RecordedVerdict, verdictText } from '#core/rollouts/replay/recorded-verdict.ts';
import { replayVerdict } from '#core/rollouts/replay/replay-verdict.ts';
import { listen } from '#local/processes/listen.ts';
import { fetchVerdict, readVerdictFile, saveVerdict } from '#local/verdicts/find-verdict.ts';
import { replayLines } from '#local/verdicts/replay-lines.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { evidenceWith, recordedVerdict } from '../../../support/verdict.ts';

const recorded = recordedVerdict(90);
const sha256 = createHash('sha256').update(verdictText(recorded)).digest('hex');
const { at } = recorded;
const kept = {
  at,
  weight: 10,
  verdict: 'regressed',
  file: { key: 'verdicts/1.json', sha256 },
  obstacle: null,
};

/** What the command says of the verdict that an API responds with. */
async function replayed(response: { number: number; verdicts: object[]; recorded: RecordedVerdict | null }) {
  const server = createServer((_, outgoing) => outgoing.end(JSON.stringify(response)));
  const { url: api, close } = await listen(server, 0);
  onTestFinished(close);
  const found = await fetchVerdict({ api, token: 't' }, 'shop-get-prices-1');
  return replayLines(found, replayVerdict(found.verdict));
}

const about = 'The verdict of 2026-06-01T09:00:00.000Z on shop-get-prices-1 at 10 %';

describe('a verdict that is judged again', () => {
  it('is the same, and its evidence is what the record names', async () => {
    expect(await replayed({ number: 1, verdicts: [kept], recorded })).toEqual({
      isSame: true,
      lines: [`${about} is the same again, byte for byte.`],
    });
  });

  it('is another one if the evidence was replaced, and the hash shows it', async () => {
    const replaced = { ...recorded, evidence: evidenceWith(6) };
    const { isSame, lines } = await replayed({ number: 1, verdicts: [kept], recorded: replaced });
    expect(isSame).toBe(false);
    expect(lines[0]).toBe(`${about} is another one now:`);
    expect(lines).toContain('  verdict is recorded as "regressed", and is "safe" now');
    expect(lines.at(-1)).toMatch(/the hashes differ/);
  });

  it('is not the recorded one if evidence and verdict were both replaced', async () => {
    const { isSame } = await replayed({ number: 1, verdicts: [kept], recorded: recordedVerdict(6) });
    expect(isSame).toBe(false);
  });

  it('is missing before a rollout was judged, and where it could not be kept', async () => {
    await expect(replayed({ number: 0, verdicts: [], recorded: null })).rejects.toThrow(
      'improvement shop-get-prices-1 has no verdict of a rollout yet.',
    );
    const lost = { ...kept, file: null, obstacle: 'no space left' };
    await expect(replayed({ number: 1, verdicts: [lost], recorded: null })).rejects.toThrow(
      'the evidence of this verdict was not kept: no space left.',
    );
  });

  it('is the same in a file that was saved, without any API', () => {
    const file = join(temporaryFolder('verdict'), 'verdict.json');
    saveVerdict(file, { text: verdictText(recorded) });
    const found = readVerdictFile(file);
    expect(replayLines(found, replayVerdict(found.verdict)).isSame).toBe(true);
    expect(() => readVerdictFile(`${file}.none`)).toThrow(/^cannot read .*verdict.json.none: ENOENT/);
  });
});
