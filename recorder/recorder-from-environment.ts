import { createEmfRecorder } from './create-emf-recorder.ts';
import { createRecorder, idleRecorder, type Recorder, type RecorderOptions } from './create-recorder.ts';

/**
 * A recorder as the environment describes it:
 *
 * - `IRONCLAW_URL`: the address of the API. Absent: nothing is recorded.
 * - `IRONCLAW_TOKEN`: a token that counts for as long as the process lives. Absent: tokens are fetched and renewed, by
 *   `IRONCLAW_CLIENT_ID` with `IRONCLAW_CLIENT_SECRET` at `IRONCLAW_TOKEN_URL`, the token endpoint of the user pool
 *   (`https://DOMAIN.auth.REGION.amazoncognito.com/oauth2/token`), which must be `https:`.
 * - `IRONCLAW_VERSION`: of the running code. Default "unknown".
 * - `IRONCLAW_FLUSH_MS`: milliseconds between batches.
 * - `IRONCLAW_EMF=1`: prints for CloudWatch instead of posting, and carries no CPU profiles; needs no other variable.
 */
export function recorderFromEnvironment(
  options: Pick<RecorderOptions, 'service' | 'endpointOf' | 'root'>,
  environment: NodeJS.ProcessEnv = process.env,
): Recorder {
  const { IRONCLAW_URL, IRONCLAW_EMF } = environment;
  const flushEvery = Number(environment.IRONCLAW_FLUSH_MS);
  const common = {
    ...options,
    version: environment.IRONCLAW_VERSION || 'unknown',
    ...(flushEvery > 0 && { flushEvery }),
  };
  if (IRONCLAW_EMF === '1') return createEmfRecorder(common);
  if (!IRONCLAW_URL) return idleRecorder;
  return createRecorder({ ...common, url: IRONCLAW_URL, token: tokenIn(environment) });
}

function tokenIn(environment: NodeJS.ProcessEnv): RecorderOptions['token'] {
  const { IRONCLAW_TOKEN: token = '' } = environment;
  const { IRONCLAW_TOKEN_URL: url = '', IRONCLAW_CLIENT_ID: clientId = '' } = environment;
  const { IRONCLAW_CLIENT_SECRET: clientSecret = '' } = environment;
  return token === '' && (url || clientId || clientSecret) ? { url, clientId, clientSecret } : token;
}
