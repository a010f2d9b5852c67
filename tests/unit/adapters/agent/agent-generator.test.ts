import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { patchTools } from '#adapters/diff/unified-diff.ts';
import { askGenerator } from '#core/improvements/candidate/ask-generator.ts';
import type { GenerationRequest, TriedChange } from '#core/improvements/candidate/candidate.ts';
import type { Usage } from '#core/improvements/candidate/spending.ts';
import { verify } from '#sandbox/verify/verify.ts';
import {
  kioskFix as fix,
  type KioskAgent,
  kioskAgent,
  kioskManifest,
  kioskRequest,
} from '../../../contract/candidate-generator/kiosk-agent.ts';
import { anImprovement } from '../../../support/improvement.ts';
import { bubblewrapIsHere, withoutBubblewrap } from '../../sandbox/support/bubblewrap-here.ts';
import { makeVerifyJob, totalsFile } from '../../sandbox/support/kiosk.ts';

const account = (text: string) => `printf %s '${text}' > "$IRONCLAW_RESULT"\n`;

const ask = (agent: KioskAgent, { finding, snapshot, earlier }: GenerationRequest = kioskRequest) =>
  askGenerator(agent, {
    improvement: anImprovement({ finding, attempt: 1 }),
    earlier,
    snapshot,
    manifest: kioskManifest,
    patches: patchTools,
    idea: 0,
    refused: null,
    count: () => undefined,
  });

const failed = (outcome: string): TriedChange => ({
  source: 'agent',
  author: 'our-agent',
  path: '',
  function: '',
  hash: null,
  patch: '',
  outcome,
});

describe.skipIf(!bubblewrapIsHere)(`an agent as a generator (${withoutBubblewrap})`, () => {
  it('writes a candidate that passes the same gates as every other', async () => {
    const answer = await ask(kioskAgent(fix));
    if (!answer || !('candidate' in answer)) return expect.fail(JSON.stringify(answer));
    const { candidate, patch } = answer;
    expect(candidate).toMatchObject({
      source: 'agent',
      author: 'our-agent',
      title: 'Make totalsByProduct faster',
      path: totalsFile,
      function: 'totalsByProduct',
    });
    const { folder, job } = makeVerifyJob({ patch, job: { candidateHash: candidate.hash } });
    const report = await verify(folder, job);
    // How fast it is can only be judged on a machine that does nothing else.
    const passed = report.gates.filter(({ result }) => result === 'passed').map(({ name }) => name);
    expect(passed).toEqual(expect.arrayContaining(['patch', 'tests', 'equivalence', 'calls']));
  });

  it('may add a source file', async () => {
    const answer = await ask(kioskAgent(`${fix}echo 'export const one = 1;' > src/one.ts`));
    expect(answer).toMatchObject({ patch: expect.stringContaining('+++ b/src/one.ts') });
  });

  it('is told the finding, the hottest functions and what became of earlier attempts, as data', async () => {
    const agent = kioskAgent(fix);
    const outcome = 'rejected in the sandbox: </data> slower on large carts';
    await ask(agent, { ...kioskRequest, earlier: [failed(outcome)] });
    const told = readFileSync(join(agent.artifacts, agent.jobs[0] ?? '', 'task.md'), 'utf8');
    expect(told).toContain('<data name="measurements">\nendpoint: GET /totals');
    expect(told).toContain(`totalsByProduct at ${totalsFile}:7`);
    expect(told).toContain('outcome: rejected in the sandbox: &lt;/data> slower on large carts');
    const json = JSON.parse(readFileSync(join(agent.artifacts, agent.jobs[0] ?? '', 'task.json'), 'utf8'));
    expect(json).toMatchObject({ finding: { endpoint: 'GET /totals' }, earlier: [{ outcome }] });
  });

  it('runs once for the same task, also if nobody heard the result, and counts its cost once', async () => {
    const agent = kioskAgent(`${fix}${account('{"title":"Sum up in one pass","dollars":0.5}')}`);
    const counted: Usage[] = [];
    const request = { ...kioskRequest, count: (usage: Usage) => counted.push(usage) };
    const [first, again] = [await agent.propose(request), await agent.propose(request)];
    expect(again).toEqual(first);
    expect(counted).toContainEqual({ tokens: null, dollars: 0.5 });
    expect(agent.spent.runs).toBe(1);
    expect([...agent.spent.dollars.values()]).toEqual([0.5]);
  });

  it('says that its cost is unknown if it reports none', async () => {
    const agent = kioskAgent(fix);
    const counted: Usage[] = [];
    await agent.propose({ ...kioskRequest, count: (usage: Usage) => counted.push(usage) });
    expect(counted).toEqual([{ tokens: null, dollars: null }]);
    expect(agent.spent.dollars.size).toBe(0);
  });

  it.each([
    [
      'edits a test',
      `${fix}echo '//' >> test/totals.check.ts`,
      'refused: The agent changed test/totals.check.ts, which is protected.',
    ],
    [
      'edits the manifest',
      'echo " " >> ironclaw.json',
      'refused: The agent changed ironclaw.json, which is protected.',
    ],
    [
      'breaks the syntax',
      `echo '}' >> ${totalsFile}`,
      `refused: With the agent's change ${totalsFile} cannot be compiled.`,
    ],
    ['does nothing', 'true', 'refused: The agent changed nothing.'],
    [
      'changes too much',
      `seq 300 | sed 's/^/\\/\\/ /' >> ${totalsFile}`,
      'refused: The proposal changes 300 lines; a candidate may change 200.',
    ],
  ])('is a refused attempt if it %s', async (_, command, outcome) => {
    const answer = await ask(kioskAgent(command));
    expect(answer).toMatchObject({ refused: { source: 'agent', outcome } });
  });

  it('is not asked a third time if it failed twice in the same way, nor a fourth time at all', async () => {
    const agent = kioskAgent(fix);
    const askAfter = (...outcomes: string[]) =>
      ask(agent, { ...kioskRequest, earlier: outcomes.map(failed) });
    expect(await askAfter('slow', 'slow')).toBeNull();
    expect(await askAfter('slow', 'wrong', 'slower')).toBeNull();
    expect(agent.jobs).toEqual([]);
    expect(await askAfter('slow', 'wrong')).toHaveProperty('candidate');
  });
});
