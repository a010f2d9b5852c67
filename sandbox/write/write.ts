import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Unavailable } from '#core/errors.ts';
import type { Written } from '#core/improvements/agent/written.ts';
import type { WriteJob } from '#core/improvements/jobs.ts';
import { readInput } from '../inputs.ts';
import { limitsOf } from '../isolation/limits.ts';
import { openSandbox, type Sandbox } from '../isolation/sandbox.ts';
import { inWorkFolder } from '../isolation/work-folder.ts';
import { lastOutput } from '../last-output.ts';
import { extractTar } from '../trees.ts';
import { writeLog, writeResult } from '../write-result.ts';
import { type AgentSecrets, withoutSecrets } from './agent-secrets.ts';
import { openAllowedNetwork } from './allowed-network.ts';
import { type AgentRun, runAgent } from './run-agent.ts';
import { whyNothingToJudge } from './why-nothing-to-judge.ts';

const megabyte = 1024 ** 2;
/** An agent tells at length what it does. Of that, the log keeps the end. */
const mostOutput = 16 * megabyte;
const mostLogged = 256 * 1024;

/**
 * Lets an operator's agent change a throw-away copy of the service in a box, and hands out what it changed. Whatever the agent
 * does, the job is done: a run that leaves nothing to judge says why. Writes `out/written.json` and `out/log.txt`.
 *
 * @throws Unavailable if there is no bubblewrap, or something outside ended the run; InvalidInput if the job's files cannot be
 *   read.
 */
export async function write(folder: string, job: WriteJob, secrets: AgentSecrets): Promise<Written> {
  return inWorkFolder(async (work) => {
    const tree = join(work, 'base');
    await extractTar(join(folder, 'source.tar'), tree);
    const task = { text: await readInput(folder, 'task.md'), json: await readInput(folder, 'task.json') };
    const door = join(work, 'door');
    await mkdir(door);
    const socket = join(door, 'socket');
    const network = await openAllowedNetwork(job.agent.hosts, socket);
    try {
      const run = await inBox(job, work, door, (boxes) =>
        runAgent(boxes, { tree, task, agent: job.agent, secrets, socket }),
      );
      const written = writtenBy(run, secrets);
      await writeLog(folder, [logOf(run, written, network.refused(), secrets)]);
      await writeResult(folder, 'written.json', written);
      return written;
    } finally {
      network.close();
    }
  });
}

/** Opens a box for one run of the agent, and closes it at the end. */
async function inBox(
  job: WriteJob,
  work: string,
  door: string,
  run: (boxes: Sandbox) => Promise<AgentRun>,
): Promise<AgentRun> {
  const boxes = await openSandbox({
    isolation: 'bubblewrap',
    dependencies: job.dependencies,
    work,
    limits: { ...limitsOf(job), seconds: job.agent.seconds, output: mostOutput },
    readable: [door, ...job.agent.readable],
  });
  process.prependOnceListener('exit', boxes.close);
  try {
    const ended = await run(boxes);
    if (boxes.wasDisturbed() || ended.changes === null)
      throw new Unavailable(
        `The agent was ended by something outside of its box: ${lastOutput(ended.ending.output)}`,
        { code: 'sandbox/disturbed' },
      );
    return ended;
  } finally {
    boxes.close();
    process.off('exit', boxes.close);
  }
}

/** What the agent writes of itself is handed out only where its changes are. */
function writtenBy(run: AgentRun, secrets: AgentSecrets): Written {
  const { seconds } = run.ending;
  const { dollars, ...account } = run.account;
  const refusal = whyNothingToJudge(run, secrets);
  if (refusal !== null || !Array.isArray(run.changes))
    return { refusal, changes: [], title: null, rationale: null, dollars, seconds };
  return { refusal: null, changes: run.changes, ...account, dollars, seconds };
}

function logOf(
  { ending }: AgentRun,
  { refusal }: Written,
  refused: readonly string[],
  secrets: AgentSecrets,
): string {
  return [
    `== agent: ${ending.killed ?? `code ${ending.code}`}, ${ending.seconds.toFixed(1)} s ==`,
    withoutSecrets(ending.output, secrets).slice(-mostLogged).trimEnd(),
    '== judged ==',
    refusal ?? 'The agent left changes.',
    ...refused.map(
      (place) => `It asked for ${JSON.stringify(place)}, which is not among the \`hosts\` of the agent.`,
    ),
    '',
  ].join('\n');
}
