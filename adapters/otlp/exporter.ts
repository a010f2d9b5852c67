import { unversioned } from '#core/performance/collection/metrics-source.ts';
import { serviceNamePattern } from '#core/service/service-name.ts';
import type { Attributes } from './payload-schema.ts';

/** The process that measured. */
export interface Exporter {
  readonly service: string;
  readonly version: string;
  readonly instance: string;
}

const longest = 64;

/** The process that a resource describes; `null` if its service name is missing or invalid here. */
export function exporterOf(resource: Attributes): Exporter | null {
  const service = resource.get('service.name') ?? '';
  if (!serviceNamePattern.test(service)) return null;
  const process = `${resource.get('host.name') ?? 'otlp'}-${resource.get('process.pid') ?? '0'}`;
  return {
    service,
    version: keyed(resource.get('service.version') ?? unversioned),
    instance: keyed(resource.get('service.instance.id') ?? process),
  };
}

/** Becomes part of a key: visible ASCII without `#`, which separates the key's parts. */
const keyed = (text: string): string => text.replace(/[^!-~]|#/g, '-').slice(0, longest) || unversioned;
