import { vi } from 'vitest';
import { readEnvironment, type Variable } from '#functions/composition/environment.ts';

/** Whether the code that reads the variable fails without it. */
export function isRequired(name: string): boolean {
  vi.stubEnv(name, undefined);
  try {
    readEnvironment(name as Variable);
    return false;
  } catch {
    return true;
  } finally {
    vi.unstubAllEnvs();
  }
}
