import { createEmfRecorder } from './create-emf-recorder.ts';
import { createRecorder, idleRecorder, type Recorder, type RecorderOptions } from './create-recorder.ts';

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
