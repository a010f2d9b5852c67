import { networkEnvironment } from '../environment.ts';

/** Holds the token of the repository's host; on AWS it comes from the secret that `repositorySecret` names. */
const variable = 'IRONCLAW_GIT_TOKEN';

/** Removes the token from the environment so that no program we start inherits it. Returns `null` if there is none. */
export function takeGitToken(environment: NodeJS.ProcessEnv): string | null {
  const token = environment[variable]?.trim();
  delete environment[variable];
  return token || null;
}

/**
 * The environment for a git process that accesses one remote repository. Only git gets the token, in variables that
 * no process list and no settings file shows, and sends it to this origin only.
 */
export function gitEnvironment({ origin }: URL, token: string | null): Record<string, string> {
  const credentials =
    token === null
      ? {}
      : {
          GIT_CONFIG_COUNT: '1',
          GIT_CONFIG_KEY_0: `http.${origin}/.extraHeader`,
          GIT_CONFIG_VALUE_0: `Authorization: Basic ${encoded(token)}`,
        };
  // We parse git's messages to tell failures apart, so they must be in English.
  return { ...networkEnvironment(), LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0', ...credentials };
}

/** A server may repeat the token in its response. */
export function withoutToken(text: string, token: string | null): string {
  return token === null ? text : text.replaceAll(encoded(token), '***').replaceAll(token, '***');
}

function encoded(token: string): string {
  return Buffer.from(`x-access-token:${token}`).toString('base64');
}
