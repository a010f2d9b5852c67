import { createEmfRecorder } from './create-emf-recorder.ts';
import {
  createRecorder,
  idleRecorder,
  orIdle,
  type Recorder,
  type RecorderOptions,
} from './create-recorder.ts';
import { optionsFromEnvironment } from './options-from-environment.ts';

/**
 * Creates a recorder from environment variables:
 *
 * - `IRONCLAW_URL`: the URL of the API. If absent, nothing is recorded.
 * - `IRONCLAW_TOKEN`: a token that is valid for as long as the process lives. If absent, the recorder fetches and renews
 *   tokens with `IRONCLAW_CLIENT_ID` and `IRONCLAW_CLIENT_SECRET` at `IRONCLAW_TOKEN_URL`, the token endpoint of the user
 *   pool (`https://DOMAIN.auth.REGION.amazoncognito.com/oauth2/token`), which must use `https:`.
 * - `IRONCLAW_VERSION`: the version of the running code. Default "unknown".
 * - `IRONCLAW_FLUSH_MS`: milliseconds between batches.
 * - `IRONCLAW_EMF=1`: prints metrics for CloudWatch instead of posting them, without CPU profiles; needs no other variable.
 */
export function recorderFromEnvironment(
  options: Pick<RecorderOptions, 'service' | 'endpointOf' | 'root'>,
  environment: NodeJS.ProcessEnv = process.env,
): Recorder {
  return orIdle(() => {
    const common = { ...optionsFromEnvironment(environment), ...options };
    if (environment.IRONCLAW_EMF === '1') return createEmfRecorder(common);
    return environment.IRONCLAW_URL ? createRecorder(common) : idleRecorder;
  });
}
