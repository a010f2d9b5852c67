/** What a command of a service that is not its start finds, on a fleet as in a box; what the manifest's `env` says comes after these. */
export const commandVariables: Readonly<Record<string, string>> = {
  CI: 'true',
  LANG: 'C.UTF-8',
  TZ: 'UTC',
};
