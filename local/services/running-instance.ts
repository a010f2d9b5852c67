import { readFileSync, rmSync } from 'node:fs';
import * as z from 'zod';
import { Unavailable } from '#core/errors.ts';
import { parseJson } from '#core/validation.ts';
import { type DataFolder, pathsIn } from '../data-folder/data-folder.ts';
import { isLocked } from '../data-folder/lock.ts';
import { replaceFile } from '../data-folder/replace-file.ts';

const RunningInstance = z.strictObject({
  /** Of its control server, with the token that it accepts. */
  control: z.url(),
  token: z.string(),
  /** Of the API, with its base path. */
  api: z.url(),
});

/** How the operator's commands reach the instance that uses a data folder. */
export type RunningInstance = Readonly<z.infer<typeof RunningInstance>>;

/** Leaves the addresses in the data folder, which no other user may read. */
export const rememberInstance = ({ control }: Pick<DataFolder, 'control'>, instance: RunningInstance): void =>
  replaceFile(control, JSON.stringify(instance));

export const forgetInstance = ({ control }: Pick<DataFolder, 'control'>): void =>
  rmSync(control, { force: true });

/** @throws Unavailable `instance/not-ready` while it is starting. */
export function findInstance({ control }: Pick<DataFolder, 'control'>): RunningInstance {
  try {
    return parseJson(RunningInstance, readFileSync(control, 'utf8'), control, 'instance/not-ready');
  } catch (cause) {
    throw new Unavailable('the instance is starting or ending; try again in some seconds.', {
      code: 'instance/not-ready',
      cause,
    });
  }
}

/** The address of the API of the instance that uses a data folder; null if none does. */
export function runningApi(data: string): string | null {
  const folder = pathsIn(data);
  return isLocked(folder.lock) ? findInstance(folder).api : null;
}
