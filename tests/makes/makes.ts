import { existsSync } from 'node:fs';

/** A service of tests/fixtures/makes. */
export interface Make {
  /** Its folder in tests/fixtures/makes. */
  readonly make: string;
  /** The service's folder in its repository. */
  readonly directory?: string;
  /** What its operator adds, because no repository says it. */
  readonly answers?: readonly string[];
  /** Why it cannot run here. */
  readonly cannotRun?: string | null;
}

/** A make with its slow endpoint, and who writes the fix. */
export interface Improved extends Make {
  readonly endpoint: string;
  readonly writtenBy: 'rule' | 'model';
  /** What becomes of the fix; with few large arguments, too few calls can be compared to ship by itself. */
  readonly status: 'applied' | 'awaiting-approval';
  /** Paths of the endpoint. */
  readonly slow: readonly string[];
  /** A path that is served at once. */
  readonly quick: (number: number) => string;
}

const numbered = (count: number, path: (number: number) => string): readonly string[] =>
  Array.from({ length: count }, (_, i) => path(i + 1));

/** Taken through the whole loop: some two minutes each, so not all of them are. */
export const improved: readonly Improved[] = [
  {
    make: 'hono',
    endpoint: 'GET /shelves/:mark/visits',
    writtenBy: 'model',
    status: 'applied',
    slow: numbered(20, (i) => `/shelves/${i % 20}/visits`),
    quick: (i) => `/articles/${i}`,
  },
  {
    make: 'workspace-pnpm',
    directory: 'packages/api',
    endpoint: 'GET /depots/:depot/manifests/:number/prices',
    writtenBy: 'rule',
    status: 'awaiting-approval',
    slow: numbered(20, (i) => `/depots/${i % 2 ? 'north' : 'south'}/manifests/${i}/prices`),
    quick: (i) => `/zones/${1_000 + i}`,
  },
];

/** Brought in only. */
export const broughtIn: readonly Make[] = [
  { make: 'express-jest' },
  { make: 'koa' },
  { make: 'fastify-ts' },
  { make: 'nest' },
  { make: 'sqlite' },
  {
    make: 'postgres',
    answers: ['--setup', 'npm run db:start', '--setup-stop', 'npm run db:stop'],
    cannotRun: existsSync('/usr/lib/postgresql') ? null : 'PostgreSQL is not installed',
  },
  { make: 'red-and-flaky' },
  { make: 'slow-start' },
];
