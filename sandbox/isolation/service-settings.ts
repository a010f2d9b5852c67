import { posix } from 'node:path';
import type { Manifest } from '#core/service/manifest.ts';

/** What the commands of a service need around them, the same for tests, builds and servers. */
export interface ServiceSettings {
  /** Where its commands run, below the root of the tree. */
  readonly directory: string;
  /** Its own variables: values, and what stands for secrets in tests. */
  readonly environment: Readonly<Record<string, string>>;
  /** Starts in each box what the service needs beside itself. */
  readonly setup: { readonly line: string; readonly seconds: number } | null;
  /** The port that it listens on whatever `PORT` says. */
  readonly port: number | null;
  /** The longest time until it responds, in seconds. */
  readonly startSeconds: number;
}

/** Of commands that belong to no manifest. */
export const noSettings: ServiceSettings = {
  directory: '.',
  environment: {},
  setup: null,
  port: null,
  startSeconds: 30,
};

type Described = Pick<Manifest, 'directory' | 'env' | 'setup' | 'port' | 'startSeconds'>;

/** A secret never comes into a box: its `test` value stands for it, or nothing. */
export function settingsOf({ directory, env, setup, port, startSeconds }: Described): ServiceSettings {
  const environment = Object.entries(env).flatMap(([name, value]) => {
    const known = typeof value === 'string' ? value : value.test;
    return known === undefined ? [] : [[name, known] as const];
  });
  return {
    directory: posix.normalize(directory),
    environment: Object.fromEntries(environment),
    setup: setup === undefined ? null : { line: setup.start, seconds: setup.seconds },
    port: port ?? null,
    startSeconds,
  };
}

/** The service's folder and those above it, up to the root of the tree, nearest first: `packages/api`, `packages`, `.`. */
export function foldersUpwards(directory: string): readonly string[] {
  const folders = [posix.normalize(directory).replace(/\/$/, '')];
  for (let folder = folders[0] ?? '.'; folder !== '.'; folder = posix.dirname(folder))
    folders.push(posix.dirname(folder));
  return folders;
}
