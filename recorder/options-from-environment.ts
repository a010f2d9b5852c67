import type { StartOptions } from './start-recorder.ts';

/** What `recorderFromEnvironment` and the preloaded recorder read from the same variables. */
export function optionsFromEnvironment(
  environment: NodeJS.ProcessEnv,
): Pick<StartOptions, 'url' | 'token' | 'version' | 'flushEvery'> {
  const flushEvery = Number(environment.IRONCLAW_FLUSH_MS);
  return {
    url: environment.IRONCLAW_URL ?? '',
    token: tokenIn(environment),
    version: environment.IRONCLAW_VERSION || 'unknown',
    ...(flushEvery > 0 && { flushEvery }),
  };
}

function tokenIn(environment: NodeJS.ProcessEnv): StartOptions['token'] {
  const { IRONCLAW_TOKEN: token = '' } = environment;
  const { IRONCLAW_TOKEN_URL: url = '', IRONCLAW_CLIENT_ID: clientId = '' } = environment;
  const { IRONCLAW_CLIENT_SECRET: clientSecret = '' } = environment;
  return token === '' && (url || clientId || clientSecret) ? { url, clientId, clientSecret } : token;
}
