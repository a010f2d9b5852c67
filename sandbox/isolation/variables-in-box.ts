import { commandVariables } from '#core/service/command-variables.ts';

/** Keeps pnpm, to version 10 and from 11 on, from fetching the version of itself that a repository names, and running that. */
export const ownPnpm: Readonly<Record<string, string>> = {
  npm_config_manage_package_manager_versions: 'false',
  pnpm_config_pm_on_fail: 'ignore',
};

/**
 * Variables of a command that is no service; what the manifest sets comes after these. No box has a network: package managers
 * must say so at once instead of trying for minutes, and must not look for a newer version of themselves.
 */
export const variablesInBox: Readonly<Record<string, string>> = {
  ...commandVariables,
  npm_config_offline: 'true',
  npm_config_update_notifier: 'false',
  npm_config_audit: 'false',
  npm_config_fund: 'false',
  ...ownPnpm,
  COREPACK_ENABLE_NETWORK: '0',
  COREPACK_ENABLE_STRICT: '0',
  YARN_ENABLE_NETWORK: '0',
  YARN_ENABLE_TELEMETRY: '0',
};
