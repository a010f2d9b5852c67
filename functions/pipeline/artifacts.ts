import { folderArtifacts } from '#adapters/folder/folder-artifacts.ts';
import { readEnvironment } from '../environment.ts';
import { once } from '../once.ts';

/** The folders of jobs, where the environment says they lie. */
export const artifacts = once(() => folderArtifacts(readEnvironment('ARTIFACTS_URL').ARTIFACTS_URL));
