import type { FileView } from './file-view.ts';
import { asksFor, type PackageJson } from './package-json.ts';

interface Neighbor {
  readonly name: string;
  readonly image: RegExp;
  readonly packages: readonly string[];
  readonly port: number;
}

const known: readonly Neighbor[] = [
  {
    name: 'PostgreSQL',
    image: /postgres|postgis|timescale/,
    packages: ['pg', 'postgres', 'pg-promise'],
    port: 5432,
  },
  { name: 'Redis', image: /redis|valkey/, packages: ['redis', 'ioredis'], port: 6379 },
  { name: 'MongoDB', image: /mongo/, packages: ['mongoose', 'mongodb'], port: 27017 },
  { name: 'MySQL', image: /mysql|mariadb/, packages: ['mysql', 'mysql2', 'mariadb'], port: 3306 },
  { name: 'RabbitMQ', image: /rabbitmq/, packages: ['amqplib'], port: 5672 },
];

/** What the service needs beside itself, by its compose file or its packages. */
export function neighborsOf(view: FileView, json: PackageJson): readonly string[] {
  const files = view.paths.filter((path) => /^(?:docker-)?compose[\w.-]*\.ya?ml$/.test(path));
  const images = files.flatMap((path) => view.read(path)?.match(/^\s*image:\s*\S+/gm) ?? []).join('\n');
  return known
    .filter(({ image, packages }) => image.test(images) || packages.some((name) => asksFor(json, name)))
    .map(({ name }) => name);
}

/** What a dying service could not reach, by the port or the error in its output. */
export function unreached(output: string): string | null {
  if (!/ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ServerSelection/.test(output)) return null;
  return known.find(({ port }) => output.includes(String(port)))?.name ?? 'another server';
}
