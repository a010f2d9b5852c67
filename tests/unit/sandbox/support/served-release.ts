import type { ReleaseJob } from '#core/improvements/jobs.ts';
import { type GitServer, serveRepository } from './git-server.ts';
import { git, makeRepository } from './kiosk.ts';
import { makeReleaseJob } from './release-job.ts';

export const token = 'a-token-of-the-shop';

export type Served = GitServer & { readonly job: ReleaseJob; readonly local: string };

/** The kiosk's repository behind a URL, and the job that releases the fast totals into it. */
export async function serve(options: Parameters<typeof serveRepository>[1] = { token }): Promise<Served> {
  const local = makeRepository();
  const server = await serveRepository(local, options);
  const baseCommit = git(local, 'rev-parse', 'main');
  return {
    ...server,
    local,
    job: { ...makeReleaseJob({ repository: local, baseCommit }), repository: server.url },
  };
}
