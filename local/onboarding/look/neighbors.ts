import type { WellKnownServer } from '#core/service/well-known-servers.ts';
import type { FileView } from './file-view.ts';
import { asksFor, type PackageJson } from './package-json.ts';

interface Neighbor {
  readonly name: WellKnownServer;
  readonly image: RegExp;
  readonly packages: readonly string[];
}

const known: readonly Neighbor[] = [
  { name: 'PostgreSQL', image: /postgres|postgis|timescale/, packages: ['pg', 'postgres', 'pg-promise'] },
  { name: 'Redis', image: /redis|valkey/, packages: ['redis', 'ioredis'] },
  { name: 'MongoDB', image: /mongo/, packages: ['mongoose', 'mongodb'] },
  { name: 'MySQL', image: /mysql|mariadb/, packages: ['mysql', 'mysql2', 'mariadb'] },
  { name: 'RabbitMQ', image: /rabbitmq/, packages: ['amqplib'] },
];

/** What the service needs beside itself, by its compose file or its packages. */
export function neighborsOf(view: FileView, json: PackageJson): readonly string[] {
  const files = view.paths.filter((path) => /^(?:docker-)?compose[\w.-]*\.ya?ml$/.test(path));
  const images = files.flatMap((path) => view.read(path)?.match(/^\s*image:\s*\S+/gm) ?? []).join('\n');
  return known
    .filter(({ image, packages }) => image.test(images) || packages.some((name) => asksFor(json, name)))
    .map(({ name }) => name);
}
