import { StateMachine } from 'aws-local-stepfunctions';
import { describe, expect, it } from 'vitest';
import { readDefinition, tasksOf, transitionsOf } from '../support/state-machine.ts';

/* The transition for each result of a task. The tasks are scripted here; the other scenarios test their work. */

/** The results of a task by invocation; `fails`: it throws. A task without a script succeeds. */
type Script = Readonly<Record<string, readonly string[]>>;

const taken = new Set<string>();

const text = JSON.stringify(readDefinition());
const machine = new StateMachine(JSON.parse(text.replace(/\$\{(\w+)\}/g, '$1')), {
  validationOptions: { checkArn: false },
});
const names = [...tasksOf(readDefinition()).keys()];

/** The states that an execution passes, in order. Waits are skipped. */
async function walk(from: string, until: string, script: Script): Promise<string> {
  const answers = new Map(Object.entries(script).map(([name, item]) => [name, [...item]]));
  const answer = (name: string) => () => {
    const said = answers.get(name)?.shift() ?? '';
    if (said === 'fails') throw new Error(`${name} failed`);
    const folder = said === 'nothing' ? '' : 'jobs/scan/x/1';
    return { Payload: { decision: said, folder, seconds: 1, reason: '' } };
  };
  const { result, eventLogs } = machine.run(
    { improvementId: 'x', from, until, actor: 'system:analysis', reason: '' },
    {
      overrides: {
        taskResourceLocalHandlers: Object.fromEntries(names.map((name) => [name, answer(name)])),
        waitTimeOverrides: { Wait: 0, WaitToTest: 0 },
        retryIntervalOverrides: Object.fromEntries(names.map((name) => [name, 0])),
      },
      context: { Execution: { Name: 'test-1' } },
    },
  );
  const ended = result.then(
    () => [],
    () => ['(failed)'],
  );
  const path: string[] = [];
  for await (const event of eventLogs) if (event.type === 'StateEntered') path.push(event.state.name);
  for (const [index, state] of path.slice(1).entries()) taken.add(`${path[index]} → ${state}`);
  return [...path, ...(await ended)].join(' ');
}

const toCandidate = 'Enter BeginGenerating Scan BeginBaseCheck IsTheBaseKnown Generate IsThereACandidate';
const throughCheck = toCandidate.replace(' Generate ', ' CheckBase Generate ');
const toReport = 'Enter BeginTesting MayItRun Verify Assess WhatFollowsTheTest';
const toWatch = 'Enter StartRollout DidItStart Wait Watch WhatTheWatchSays';
const back = 'PrepareRollback BeginRollback IsThereSomethingToRevert Revert FinishRollback Done';
const failed = 'Fail IsItInTheTraffic Failed (failed)';

describe('an execution passes', () => {
  it.each<readonly [string, string, string, Script, string]>([
    ['from an unknown entry', 'ship', 'applied', {}, 'Enter UnknownEntry (failed)'],

    ['until a candidate', 'generate', 'generated', { Generate: ['test'] }, `${toCandidate} Done`],
    ['without a fix', 'generate', 'applied', { Generate: ['stop'] }, `${toCandidate} Done`],
    [
      'through a check of the base, which is not known yet',
      'generate',
      'generated',
      { BeginBaseCheck: ['check'], Generate: ['test'] },
      `${throughCheck} Done`,
    ],
    [
      'from a candidate into its test, which may not run',
      'generate',
      'tested',
      { Generate: ['test'], BeginTesting: ['stop'] },
      `${toCandidate} BeginTesting MayItRun Done`,
    ],

    ['until a report', 'test', 'tested', { BeginTesting: ['verify'], Assess: ['ship'] }, `${toReport} Done`],
    [
      'until an approver decides',
      'test',
      'applied',
      { BeginTesting: ['verify'], Assess: ['wait'] },
      `${toReport} Done`,
    ],
    [
      'after a wait for requests to replay',
      'test',
      'tested',
      { BeginTesting: ['wait', 'stop'] },
      'Enter BeginTesting MayItRun WaitToTest BeginTesting MayItRun Done',
    ],
    [
      'after a void report',
      'test',
      'tested',
      { BeginTesting: ['verify', 'verify'], Assess: ['again', 'stop'] },
      `${toReport} WaitToTest ${toReport.replace('Enter ', '')} Done`,
    ],
    [
      'to another candidate',
      'test',
      'tested',
      { BeginTesting: ['verify'], Assess: ['next'], Generate: ['stop'] },
      `${toReport} ${toCandidate.replace('Enter ', '')} Done`,
    ],
    [
      'from a report into a release',
      'test',
      'applied',
      { BeginTesting: ['verify'], Assess: ['ship'], StartRollout: ['stop'] },
      `${toReport} BeginDeploying Release StartRollout DidItStart Done`,
    ],

    [
      'from a release into which the branch has moved, to another candidate',
      'deploy',
      'applied',
      { StartRollout: ['moved'], Generate: ['stop'] },
      `Enter BeginDeploying Release StartRollout DidItStart ${toCandidate.replace('Enter ', '')} Done`,
    ],
    [
      'from an approval',
      'deploy',
      'applied',
      { StartRollout: ['stop'] },
      'Enter BeginDeploying Release StartRollout DidItStart Done',
    ],
    [
      'through a rollout that is promoted',
      'watch',
      'applied',
      { StartRollout: ['watch'], Watch: ['hold', 'complete'] },
      `${toWatch} Wait Watch WhatTheWatchSays CompleteRollout Done`,
    ],
    [
      'through a rollout that is rolled back',
      'watch',
      'applied',
      { StartRollout: ['watch'], Watch: ['roll-back'], BeginRollback: ['revert'] },
      `${toWatch} ${back}`,
    ],
    [
      'through a rollout that another execution has ended',
      'watch',
      'applied',
      { StartRollout: ['watch'], Watch: ['over'] },
      `${toWatch} Done`,
    ],

    [
      'back',
      'rollback',
      'applied',
      { BeginRollback: ['revert'] },
      `Enter ${back.replace('PrepareRollback ', '')}`,
    ],
    [
      'back if nothing was merged',
      'rollback',
      'applied',
      { BeginRollback: ['nothing'] },
      'Enter BeginRollback IsThereSomethingToRevert FinishRollback Done',
    ],
    [
      'back if that was already done',
      'rollback',
      'applied',
      { BeginRollback: ['stop'] },
      'Enter BeginRollback IsThereSomethingToRevert Done',
    ],
  ])('%s', async (_title, from, until, script, expected) => {
    expect(await walk(from, until, script)).toBe(expected);
  });
});

describe('an execution whose task fails', () => {
  it.each<readonly [string, string, Script, string]>([
    ['BeginGenerating', 'generate', {}, ''],
    ['Scan', 'generate', {}, 'BeginGenerating'],
    ['BeginBaseCheck', 'generate', {}, 'BeginGenerating Scan'],
    ['Generate', 'generate', {}, 'BeginGenerating Scan BeginBaseCheck IsTheBaseKnown'],
    ['BeginTesting', 'test', {}, ''],
    ['Verify', 'test', { BeginTesting: ['verify'] }, 'BeginTesting MayItRun'],
    ['Assess', 'test', { BeginTesting: ['verify'] }, 'BeginTesting MayItRun Verify'],
    ['BeginDeploying', 'deploy', {}, ''],
    ['Release', 'deploy', {}, 'BeginDeploying'],
    ['StartRollout', 'watch', {}, ''],
    ['Watch', 'watch', { StartRollout: ['watch'] }, 'StartRollout DidItStart Wait'],
    [
      'CompleteRollout',
      'watch',
      { StartRollout: ['watch'], Watch: ['complete'] },
      'StartRollout DidItStart Wait Watch WhatTheWatchSays',
    ],
  ])('in %s closes the improvement', async (task, from, before, way) => {
    const script = { ...before, [task]: ['fails', 'fails'], Fail: ['stop'] };
    expect(await walk(from, 'applied', script)).toBe(`Enter ${way} ${task} ${failed}`.replace('  ', ' '));
  });

  it('rolls back a version with traffic', async () => {
    const script = { StartRollout: ['fails'], Fail: ['rollback'], BeginRollback: ['revert'] };
    expect(await walk('watch', 'applied', script)).toBe(`Enter StartRollout Fail IsItInTheTraffic ${back}`);
  });

  it('goes on without knowing the base if its check is lost', async () => {
    const script = { BeginBaseCheck: ['check'], CheckBase: ['fails', 'fails'], Generate: ['stop'] };
    expect(await walk('generate', 'applied', script)).toBe(`${throughCheck} Done`);
  });

  it.each<readonly [string, string, Script, string]>([
    ['scan', 'generate', { Scan: ['fails'], Generate: ['stop'] }, `${toCandidate} Done`],
    [
      'check of the base',
      'generate',
      { BeginBaseCheck: ['check'], CheckBase: ['fails'], Generate: ['stop'] },
      `${throughCheck} Done`,
    ],
    ['test', 'test', { BeginTesting: ['verify'], Verify: ['fails'], Assess: ['wait'] }, `${toReport} Done`],
    [
      'release',
      'deploy',
      { Release: ['fails'], StartRollout: ['stop'] },
      'Enter BeginDeploying Release StartRollout DidItStart Done',
    ],
  ])('runs a lost %s once more', async (_job, from, script, expected) => {
    expect(await walk(from, 'tested', script)).toBe(expected);
  });

  it('reverts four times before it gives up', async () => {
    const thrice = { BeginRollback: ['revert'], Revert: ['fails', 'fails', 'fails'] };
    const way = 'Enter BeginRollback IsThereSomethingToRevert Revert';
    expect(await walk('rollback', 'applied', thrice)).toBe(`${way} FinishRollback Done`);
    const forGood = { ...thrice, Revert: [...thrice.Revert, 'fails'] };
    expect(await walk('rollback', 'applied', forGood)).toBe(`${way} (failed)`);
  });
});

describe('the scenarios above', () => {
  it('cover every transition that the definition allows', () => {
    expect([...taken].sort()).toEqual([...transitionsOf(readDefinition())].sort());
  });
});
