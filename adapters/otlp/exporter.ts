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

/** The process that a resource describes, or why it is none of a service here. */
export function exporterOf(resource: Attributes): Exporter | string {
  const service = resource.get('service.name') ?? '';
  if (!serviceNamePattern.test(service)) return whyNoService(service);
  const process = `${resource.get('host.name') ?? 'otlp'}-${resource.get('process.pid') ?? '0'}`;
  return {
    service,
    version: keyed(resource.get('service.version') ?? unversioned),
    instance: keyed(resource.get('service.instance.id') ?? process),
  };
}

/** A name is never changed on the way: two services that differ only in case would become one. */
function whyNoService(name: string): string {
  if (name === '' || name.startsWith('unknown_service'))
    return 'its resource has no service.name; set OTEL_SERVICE_NAME';
  const right = name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, 40)
    .replace(/-$/, '');
  const remedy = right === '' ? '' : `; set OTEL_SERVICE_NAME="${right}"`;
  return `its service.name ${JSON.stringify(name.slice(0, longest))} is not a name of a service here${remedy}`;
}

/** Becomes part of a key: visible ASCII without `#`, which separates the key's parts. */
const keyed = (text: string): string => text.replace(/[^!-~]|#/g, '-').slice(0, longest) || unversioned;
