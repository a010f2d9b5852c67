import type { Service } from '../service/service.ts';

/** The command that brings a commit of the service to where it runs; null where its fleet starts versions itself. */
export function deployCommand({ isolation, manifest }: Service): string | null {
  return isolation === 'container' ? (manifest.commands.deploy ?? null) : null;
}
