/** Names of environment variables that stacks and functions agree on. */
export type { Variable } from '#functions/environment.ts';
