import { parentPort } from 'node:worker_threads';
import { handler as analyze } from '#functions/schedule/analyze.ts';
import { handler as refit } from '#functions/schedule/refit.ts';
import { handler as selfTest } from '#functions/schedule/self-test.ts';
import { handler as learn } from '#functions/stream/update-profiles.ts';
import { messageOf } from '../warn.ts';
import type { Finished, Job, JobName } from './background.ts';

/* The thread of `background.ts`. */

const handlers: Readonly<Record<JobName, (event: never) => Promise<unknown>>> = {
  analyze,
  refit,
  learn,
  'self-test': selfTest,
};

parentPort?.on('message', ({ number, name, event }: Job) => {
  const finish = (finished: Finished) => parentPort?.postMessage(finished);
  void handlers[name](event as never).then(
    () => finish({ number, failure: null }),
    (error: unknown) => finish({ number, failure: messageOf(error) }),
  );
});
