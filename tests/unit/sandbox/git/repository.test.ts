import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { backupRef } from '#core/improvements/backup.ts';
import type { ScanJob } from '#core/improvements/jobs.ts';
import { daysKept } from '#core/retention.ts';
import { day } from '#core/time.ts';
import { release } from '#sandbox/release/release.ts';
import { revert } from '#sandbox/revert/revert.ts';
import { scan } from '#sandbox/scan/scan.ts';
import type { GitServer } from '../support/git-server.ts';
import { git, temporaryFolder } from '../support/kiosk.ts';
import { commitFile, makeRevertJob, patch, startJob } from '../support/release-job.ts';
import { type Served, serve, token } from '../support/served-release.ts';

/** A colleague pushes a commit to the served repository. */
function pushOther({ local, folder }: Served): string {
  const commit = commitFile(local, 'later.txt', 'later');
  git(local, 'push', '--quiet', folder, 'main');
  return commit;
}

const head = ({ folder }: GitServer, branch = 'main') => git(folder, 'rev-parse', branch);
const merges = ({ folder }: GitServer) => git(folder, 'log', '--merges', '--format=%H', 'main').split('\n');
const isPush = ({ method, url }: Pick<IncomingMessage, 'method' | 'url'>) =>
  method === 'POST' && url === '/shop.git/git-receive-pack';
const pushesOf = ({ requests }: GitServer) =>
  requests.filter((item) => item === 'POST /shop.git/git-receive-pack');

describe('a repository at a URL', () => {
  it('is scanned like a local one', async () => {
    const { local, url } = await serve();
    const here = await scan(temporaryFolder(), {
      job: 'scan',
      repository: local,
      branch: 'main',
      sources: ['src/**'],
      directory: '.',
      install: false,
    });
    commitFile(local, 'later.txt', 'not pushed');
    const there = {
      job: 'scan',
      repository: url,
      branch: 'main',
      sources: ['src/**'],
      directory: '.',
      install: false,
    } satisfies ScanJob;
    expect(await scan(temporaryFolder(), there, token)).toEqual(here);
    await expect(scan(temporaryFolder(), { ...there, branch: 'trunk' }, token)).rejects.toMatchObject({
      code: 'git/no-branch',
    });
  });

  it("gets the merge and the improvement's branch in one push, and the revert in another", async () => {
    const server = await serve();
    const { merge, commit, branch } = await release(temporaryFolder(), server.job, patch, token);
    expect(head(server)).toBe(merge);
    expect(head(server, branch)).toBe(commit);
    expect(pushesOf(server)).toHaveLength(1);
    const undone = await revert(temporaryFolder(), makeRevertJob(server.job, merge), token);
    expect(head(server)).toBe(undone.commit);
    expect(git(server.folder, 'diff', `${merge}^1`, undone.commit)).toBe('');
  });

  it('gets the backup with the merge, and loses the one that has expired', async () => {
    const server = await serve();
    const now = Date.UTC(2026, 5, 1);
    const expired = backupRef('imp-0', now - (daysKept.backups + 1) * day);
    git(server.folder, 'update-ref', expired, server.job.baseCommit);
    const backup = { ref: backupRef('imp-1', now), commit: server.job.baseCommit };
    const job = { ...server.job, backup };
    const first = await release(temporaryFolder(), job, patch, token);
    const refs = () =>
      git(server.folder, 'for-each-ref', '--format=%(refname) %(objectname)', 'refs/ironclaw');
    expect(first.backup).toBe(server.job.baseCommit);
    expect(refs()).toBe(`${backup.ref} ${server.job.baseCommit}`);
    expect(await release(temporaryFolder(), job, patch, token)).toEqual(first);
    expect(refs()).toBe(`${backup.ref} ${server.job.baseCommit}`);
  });

  it.each<[string, (folder: string) => void]>([
    ['does not show others', (folder) => git(folder, 'config', 'receive.hideRefs', 'refs/ironclaw')],
    [
      'refuses a push with others',
      (folder) =>
        writeFileSync(
          join(folder, 'hooks', 'pre-receive'),
          '#!/bin/sh\nwhile read before after ref; do case $ref in refs/heads/*) ;; *) exit 1 ;; esac; done\n',
          { mode: 0o755 },
        ),
    ],
  ])('gets the merge without its backup if the host takes branches only, and %s', async (_, restrict) => {
    const server = await serve();
    restrict(server.folder);
    const backup = { ref: backupRef('imp-1', Date.UTC(2026, 5, 1)), commit: server.job.baseCommit };
    const result = await release(temporaryFolder(), { ...server.job, backup }, patch, token);
    expect(result).not.toHaveProperty('backup');
    expect(head(server)).toBe(result.merge);
    expect(head(server, result.branch)).toBe(result.commit);
    expect(git(server.folder, 'for-each-ref', 'refs/ironclaw')).toBe('');
  });

  it('gets one merge and one revert, however often they are requested', async () => {
    const server = await serve();
    const first = await release(temporaryFolder(), server.job, patch, token);
    expect(await release(temporaryFolder(), server.job, patch, token)).toEqual(first);
    const job = makeRevertJob(server.job, first.merge);
    const undone = await revert(temporaryFolder(), job, token);
    expect(await revert(temporaryFolder(), job, token)).toEqual(undone);
    expect(merges(server)).toEqual([first.merge]);
    expect(pushesOf(server)).toHaveLength(2);
  });

  it('gets one merge if the response to the push is lost', async () => {
    let lost = 0;
    const server = await serve({
      token,
      intercept: (request, response) => {
        if (!isPush(request)) return false;
        // The request arrives, but the response does not.
        response.end = () => {
          lost += 1;
          return response.destroy();
        };
        return false;
      },
    });
    const { merge } = await release(temporaryFolder(), server.job, patch, token);
    expect(lost).toBeGreaterThan(0);
    expect(merges(server)).toEqual([merge]);
  });

  it.each(['git-upload-pack', 'git-receive-pack'])(
    'gets one merge if the job is killed in %s',
    async (step) => {
      let killed = false;
      const server = await serve({
        token,
        intercept: ({ method, url }) => {
          if (killed || method !== 'POST' || !url?.endsWith(step)) return false;
          killed = true;
          if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
          return false;
        },
      });
      const { child } = startJob(server.job, { 'candidate.patch': patch }, { IRONCLAW_GIT_TOKEN: token });
      await once(child, 'exit');
      expect(killed).toBe(true);
      const { merge } = await release(temporaryFolder(), server.job, patch, token);
      expect(merges(server)).toEqual([merge]);
    },
  );

  it('stays unchanged if the branch has moved before or during the job', async () => {
    const before = await serve();
    const other = pushOther(before);
    const moved = { code: 'git/branch-moved', data: { branch: 'main' } };
    await expect(release(temporaryFolder(), before.job, patch, token)).rejects.toMatchObject(moved);
    expect(head(before)).toBe(other);

    const during: Served = await serve({
      token,
      intercept: ({ url }) => {
        if (url?.endsWith('?service=git-receive-pack') && head(during) === during.job.baseCommit)
          pushOther(during);
        return false;
      },
    });
    await expect(release(temporaryFolder(), during.job, patch, token)).rejects.toMatchObject(moved);
    expect(git(during.folder, 'branch', '--list', 'ironclaw/*')).toBe('');
    expect(git(during.folder, 'log', '--format=%s', '-1', 'main')).toBe('Change later.txt');
  });

  it('names the setting to check if it cannot be reached or refuses access', async () => {
    const { job, url } = await serve();
    const refused = {
      code: 'git/credentials-refused',
      message: expect.stringMatching(/^127\.0\.0\.1:\d+ refuses .* repositorySecret/),
    };
    await expect(release(temporaryFolder(), job, patch)).rejects.toMatchObject(refused);
    await expect(release(temporaryFolder(), job, patch, 'another')).rejects.toMatchObject(refused);
    const unknown = { ...job, repository: url.replace('shop', 'stall') };
    await expect(release(temporaryFolder(), unknown, patch, token)).rejects.toMatchObject({
      code: 'git/not-a-repository',
    });
    const nobody = { ...job, repository: 'http://127.0.0.1:9/shop.git' };
    await expect(release(temporaryFolder(), nobody, patch, token)).rejects.toMatchObject({
      code: 'git/unreachable',
      message: expect.stringMatching(/^The repository cannot be reached at 127\.0\.0\.1:9: .*repository\.$/),
    });
  });

  it('reports the rule by which it refuses a push', async () => {
    const server = await serve();
    const rule = '#!/bin/sh\necho "main is protected" >&2\nexit 1\n';
    writeFileSync(join(server.folder, 'hooks/pre-receive'), rule, { mode: 0o755 });
    await expect(release(temporaryFolder(), server.job, patch, token)).rejects.toMatchObject({
      code: 'git/push-refused',
      message: expect.stringContaining('pre-receive hook declined'),
    });
    expect(head(server)).toBe(server.job.baseCommit);
  });

  it.each([
    ['git@example.com:shop/kiosk.git', 'git/unsupported-url', 'ssh is not supported'],
    ['ssh://git@example.com/kiosk.git', 'git/unsupported-url', 'ssh is not supported'],
    ['http://example.com/kiosk.git', 'git/unsupported-url', 'https://'],
    ['ext::sh -c id', 'git/unsupported-url', 'https://'],
    ['https://me:a-secret@example.com/kiosk.git', 'git/credentials-in-url', 'repositorySecret'],
  ])('is refused as %s', async (repository, code, words) => {
    const job = {
      job: 'scan',
      repository,
      branch: 'main',
      sources: ['src/**'],
      directory: '.',
      install: false,
    } satisfies ScanJob;
    const failure = await scan(temporaryFolder(), job).catch((error: Error) => error);
    expect(failure).toMatchObject({ code, message: expect.stringContaining(words) });
    expect((failure as Error).message).not.toContain('a-secret');
  });
});
