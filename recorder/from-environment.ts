import { createRecorder, idleRecorder, type Recorder, type RecorderOptions } from './create-recorder.ts';

/**
 * A recorder as the environment describes it: `IRONCLAW_URL`, `IRONCLAW_TOKEN`, `IRONCLAW_VERSION`, `IRONCLAW_FLUSH_MS`.
 * Where `IRONCLAW_URL` is absent it records nothing.
 */
export function recorderFromEnvironment(
  options: Pick<RecorderOptions, 'service' | 'endpointOf' | 'root'>,
  environment: NodeJS.ProcessEnv = process.env,
): Recorder {
  const { IRONCLAW_URL, IRONCLAW_TOKEN, IRONCLAW_VERSION, IRONCLAW_FLUSH_MS } = environment;
  if (!IRONCLAW_URL) return idleRecorder;
  const flushEvery = Number(IRONCLAW_FLUSH_MS);
  return createRecorder({
    ...options,
    url: IRONCLAW_URL,
    token: IRONCLAW_TOKEN ?? '',
    version: IRONCLAW_VERSION || 'unknown',
    ...(flushEvery > 0 && { flushEvery }),
  });
}
