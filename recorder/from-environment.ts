import { createEmfRecorder } from './create-emf-recorder.ts';
import { createRecorder, idleRecorder, type Recorder, type RecorderOptions } from './create-recorder.ts';

/**
 * A recorder as the environment describes it: `IRONCLAW_URL`, `IRONCLAW_TOKEN`, `IRONCLAW_VERSION`, `IRONCLAW_FLUSH_MS`.
 * With `IRONCLAW_EMF=1` it prints for CloudWatch instead of posting, and carries no CPU profiles. Where both are absent
 * it records nothing.
 */
export function recorderFromEnvironment(
  options: Pick<RecorderOptions, 'service' | 'endpointOf' | 'root'>,
  environment: NodeJS.ProcessEnv = process.env,
): Recorder {
  const { IRONCLAW_URL, IRONCLAW_TOKEN, IRONCLAW_EMF } = environment;
  const flushEvery = Number(environment.IRONCLAW_FLUSH_MS);
  const common = {
    ...options,
    version: environment.IRONCLAW_VERSION || 'unknown',
    ...(flushEvery > 0 && { flushEvery }),
  };
  if (IRONCLAW_EMF === '1') return createEmfRecorder(common);
  if (!IRONCLAW_URL) return idleRecorder;
  return createRecorder({ ...common, url: IRONCLAW_URL, token: IRONCLAW_TOKEN ?? '' });
}
