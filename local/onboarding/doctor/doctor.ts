import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { InvalidInput } from '#core/errors.ts';
import { pathsIn } from '../../data-folder/data-folder.ts';
import { readManifest } from '../../service/manifest/read-manifest.ts';
import { type InitOptions, init, type Onboarding } from '../init.ts';
import type { Row } from '../row.ts';
import { askModel, type Model } from './ask-model.ts';
import { checkInstallation } from './check-installation.ts';

interface DoctorOptions extends Pick<InitOptions, 'acceptsRisk' | 'preload' | 'signal' | 'tell'> {
  /** A service with an `ironclaw.json`; null to check the installation alone. */
  readonly path: string | null;
  /** The data folder of the instance. */
  readonly data: string;
  readonly model: Model | null;
}

export interface Diagnosis {
  readonly installation: readonly Row[];
  /** Null if no service was named. */
  readonly service: Onboarding | null;
  /** Whether nothing that is needed fails. */
  readonly isWell: boolean;
}

/**
 * Checks the installation, and tries everything again that a service's `ironclaw.json` names. Nothing is written.
 *
 * @throws InvalidInput `service/no-manifest`, `service/invalid-manifest`; and what `init` throws, the reason of the signal among it.
 */
export async function doctor({ path, data, model, ...options }: DoctorOptions): Promise<Diagnosis> {
  if (path !== null) assertManifest(path);
  const installation = [...(await checkInstallation(data)), await askModel(model)];
  options.signal.throwIfAborted();
  const isBoxed = installation.every(({ what, verdict }) => what !== 'bubblewrap' || verdict === 'works');
  const canTry = path !== null && (isBoxed || options.acceptsRisk);
  const answers = {};
  const service = canTry
    ? await init({ ...options, path, answers, nodes: pathsIn(data).nodes, force: false, questions: null })
    : null;
  const failed = [...installation, ...(service?.rows ?? [])].some(({ verdict }) => verdict === 'fails');
  return { installation, service, isWell: !failed };
}

/** What `init` takes for answers has to be whole here: `up` reads it in the same way. */
function assertManifest(path: string): void {
  const file = join(path, 'ironclaw.json');
  if (!existsSync(file))
    throw new InvalidInput(`${resolve(path)} has no ironclaw.json; \`ironclaw init ${path}\` writes one.`, {
      code: 'service/no-manifest',
    });
  readManifest(readFileSync(file, 'utf8'), file);
}
