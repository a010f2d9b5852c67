import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { release } from '#sandbox/release/release.ts';
import { listen } from '../support/git-server.ts';
import { git, temporaryFolder } from '../support/kiosk.ts';
import { patch, startJob } from '../support/release-job.ts';
import { serve, token } from '../support/served-release.ts';

describe('the token of a repository', () => {
  async function run(job: object, environment: Record<string, string>) {
    const { child, folder } = startJob(job, { 'candidate.patch': patch }, environment);
    const [said, [code]] = await Promise.all([child.stderr ? text(child.stderr) : '', once(child, 'exit')]);
    return { said, code, folder };
  }

  it('comes from the environment, is not inherited and leaves no trace', async () => {
    const server = await serve();
    const deploy = 'env; git config --list --show-origin; cat .git/config; false';
    const { said, code, folder } = await run({ ...server.job, deploy }, { IRONCLAW_GIT_TOKEN: token });
    expect(code).toBe(1);
    const log = readFileSync(join(folder, 'out/log.txt'), 'utf8');
    expect(log).toContain(`IRONCLAW_COMMIT=${git(server.folder, 'rev-parse', 'main')}`);
    const encoded = Buffer.from(`x-access-token:${token}`).toString('base64');
    for (const secret of [token, encoded]) expect(said + log).not.toContain(secret);
  });

  it('is removed from messages if the server repeats it', async () => {
    const { job } = await serve({
      intercept: ({ headers }, response) => {
        response
          .writeHead(500, String(headers.authorization))
          .end(`You sent ${headers.authorization}, ${token}`);
        return true;
      },
    });
    const { said, folder } = await run(job, { IRONCLAW_GIT_TOKEN: token });
    expect(said).toContain('cannot be reached');
    for (const secret of [token, Buffer.from(`x-access-token:${token}`).toString('base64')])
      expect(said + readFileSync(join(folder, 'out/error.txt'), 'utf8')).not.toContain(secret);
  });

  it('is sent to no other host, even if the repository has moved there', async () => {
    const seen: string[] = [];
    const elsewhere = await listen(
      createServer(({ headers }, response) => {
        seen.push(String(headers.authorization));
        response.writeHead(404).end();
      }),
    );
    const { job } = await serve({
      intercept: ({ url }, response) => {
        response.writeHead(302, { location: `${elsewhere}${url}` }).end();
        return true;
      },
    });
    await expect(release(temporaryFolder(), job, patch, token)).rejects.toMatchObject({
      code: 'git/unreachable',
    });
    expect(seen).toEqual([]);
  });
});
