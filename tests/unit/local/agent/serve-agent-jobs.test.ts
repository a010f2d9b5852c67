import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openJobRunner } from '#adapters/agent/run-job.ts';
import { AgentSettings } from '#core/improvements/agent/agent-settings.ts';
import { serveAgentJobs } from '#local/agent/serve-agent-jobs.ts';
import { startBuilds } from '#local/stepfunctions/build.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { writeFiles } from '../../../support/ticker.ts';
import { bubblewrapIsHere, withoutBubblewrap } from '../../sandbox/support/bubblewrap-here.ts';

async function open(command: string) {
  const artifacts = temporaryFolder();
  const builds = startBuilds({ artifacts, owner: artifacts });
  const settings = AgentSettings.parse({ command, variables: ['OUR_KEY'] });
  const agent = { settings, secrets: { OUR_KEY: 'sk-0123456789' } };
  const jobs = await serveAgentJobs(agent, builds.build);
  onTestFinished(() => jobs.close());
  onTestFinished(() => builds.close());
  const source = temporaryFolder();
  writeFiles(source, { 'a.ts': 'export const a = 1;\n' });
  const folder = 'jobs/write/shop-get-prices-1/1-abc';
  const { hosts, variables, readable, seconds } = settings;
  writeFiles(artifacts, {
    [`${folder}/job.json`]: JSON.stringify({
      job: 'write',
      agent: { command, hosts, variables, readable, seconds },
      limits: {},
      dependencies: null,
    }),
    [`${folder}/task.md`]: 'Do it.',
    [`${folder}/task.json`]: '{}',
  });
  execFileSync('tar', ['-cf', join(artifacts, folder, 'source.tar'), '-C', source, '.']);
  return { artifacts, folder, url: jobs.url, run: openJobRunner(jobs.url) };
}

describe.skipIf(!bubblewrapIsHere)(`the runner of an agent's jobs (${withoutBubblewrap})`, () => {
  it('runs a job with the secrets of the agent, and writes them nowhere', async () => {
    const { artifacts, folder, run } = await open('echo "// $(printf %s "$OUR_KEY" | wc -c)" >> a.ts');
    await run(folder);
    const written = JSON.parse(readFileSync(join(artifacts, folder, 'out/written.json'), 'utf8'));
    expect(written).toMatchObject({
      refusal: null,
      changes: [{ path: 'a.ts', text: 'export const a = 1;\n// 13\n' }],
    });
    expect(execFileSync('sh', ['-c', `grep -r sk-0123456789 "${artifacts}" || echo none`]).toString()).toBe(
      'none\n',
    );
  });

  it('passes on why a job failed', async () => {
    const { artifacts, folder, run } = await open('true');
    writeFiles(artifacts, { [`${folder}/source.tar`]: 'no archive' });
    await expect(run(folder)).rejects.toThrow(/^the agent's job failed: .*source\.tar cannot be unpacked/);
  });

  it.each(['jobs/verify/shop/1', 'jobs/write/../verify/1', ''])('runs no other job: %j', async (folder) => {
    const { run } = await open('true');
    await expect(run(folder)).rejects.toThrow("the agent's job failed");
  });

  it('serves only who knows its address', async () => {
    const { url, folder } = await open('true');
    await expect(openJobRunner(new URL('/', url).href)(folder)).rejects.toThrow('known only to the instance');
  });
});

it('is missed with a sentence', async () => {
  await expect(openJobRunner('http://127.0.0.1:9/')('jobs/write/a/1')).rejects.toThrow(
    'the job runner of this machine does not answer.',
  );
});
