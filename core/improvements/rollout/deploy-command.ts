import type { Service } from '../../service/service.ts';

/** The command that publishes a version of a commit; null if the fleet or the service's own pipeline does that. */
export function deployCommand({ deployment, manifest }: Service): string | null {
  return deployment.kind === 'lambda-alias' ? (manifest.commands.deploy ?? null) : null;
}
