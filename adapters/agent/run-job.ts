import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { Unavailable } from '#core/errors.ts';

/** Port: runs the sandbox program on the folder of a job, by its key in the artifact store. */
export type RunJob = (folder: string) => Promise<void>;

const noContent = 204;

/**
 * Runs jobs on this machine through the address of its runner.
 *
 * Each call throws Unavailable `job/unreachable` without the runner, or `job/failed` with the job's own sentence.
 */
export function openJobRunner(url: string): RunJob {
  return async (folder) => {
    try {
      // `fetch` gives up after five minutes without a response, and an agent may take longer.
      const asked = request(url, { method: 'POST' }).end(JSON.stringify({ folder }));
      const [response] = (await once(asked, 'response')) as [IncomingMessage];
      const said = await text(response);
      if (response.statusCode === noContent) return;
      throw new Unavailable(`the agent's job failed: ${said.slice(0, 300)}`, { code: 'job/failed' });
    } catch (cause) {
      if (cause instanceof Unavailable) throw cause;
      throw new Unavailable('the job runner of this machine does not answer.', {
        code: 'job/unreachable',
        cause,
      });
    }
  };
}
