import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';

/** A service of tests/fixtures/makes, and what comes of it. */
export interface Make {
  /** Its folder in tests/fixtures/makes. */
  readonly make: string;
  /** The service's folder in its repository. */
  readonly directory?: string;
  /** What its operator adds, because no repository says it. */
  readonly answers?: readonly string[];
  readonly endpoint: string;
  readonly writtenBy: 'rule' | 'model';
  /** Paths of the endpoint. */
  readonly slow: readonly string[];
  /** A path that is served at once. */
  readonly quick: (number: number) => string;
  /** Why it cannot run here. */
  readonly cannotRun?: string | null;
}

const numbered = (count: number, path: (number: number) => string): readonly string[] =>
  Array.from({ length: count }, (_, i) => path(i + 1));

const months = numbered(12, (month) => `2026-${String(month).padStart(2, '0')}`);

export const makes: readonly Make[] = [
  {
    make: 'express-jest',
    endpoint: 'GET /orders/waiting',
    writtenBy: 'model',
    slow: numbered(20, (i) => `/orders/waiting?from=${i}`),
    quick: (i) => `/orders/${i}`,
  },
  {
    make: 'fastify-ts',
    endpoint: 'GET /routes/:route/delays',
    writtenBy: 'rule',
    slow: numbered(20, (i) => `/routes/${i}/delays`),
    quick: (i) => `/stops/${i}`,
  },
  {
    make: 'koa',
    endpoint: 'GET /books/readers',
    writtenBy: 'model',
    slow: numbered(20, (i) => `/books/readers?branch=${i % 6}&from=${i}`),
    quick: (i) => `/books/book-${i}/loans`,
  },
  {
    make: 'hono',
    endpoint: 'GET /shelves/:mark/visits',
    writtenBy: 'model',
    slow: numbered(20, (i) => `/shelves/${i % 20}/visits`),
    quick: (i) => `/articles/${i}`,
  },
  {
    make: 'nest',
    endpoint: 'GET /halls/:hall/free',
    writtenBy: 'model',
    slow: numbered(20, (i) => `/halls/${i}/free`),
    quick: (i) => `/halls/1/seats/${i}`,
  },
  {
    make: 'workspace-pnpm',
    directory: 'packages/api',
    endpoint: 'GET /depots/:depot/manifests/:number/prices',
    writtenBy: 'rule',
    slow: numbered(20, (i) => `/depots/${i % 2 ? 'north' : 'south'}/manifests/${i}/prices`),
    quick: (i) => `/zones/${1_000 + i}`,
  },
  {
    make: 'sqlite',
    endpoint: 'GET /clubs/centre/absent/:id',
    writtenBy: 'model',
    slow: months.map((month) => `/clubs/centre/absent/${month}`),
    quick: (i) => `/members/${i}`,
  },
  {
    make: 'postgres',
    answers: ['--setup', 'npm run db:start', '--setup-stop', 'npm run db:stop'],
    endpoint: 'GET /shelves/:shelf/available',
    writtenBy: 'model',
    slow: numbered(12, (i) => `/shelves/${String.fromCharCode(64 + i)}/available`),
    quick: (i) => `/books/${i}`,
    cannotRun: whyNoPostgres(),
  },
  {
    make: 'red-and-flaky',
    endpoint: 'GET /recipes/:id/unknown',
    writtenBy: 'model',
    slow: numbered(20, (i) => `/recipes/${i}/unknown`),
    quick: (i) => `/recipes/${i}`,
  },
  {
    make: 'slow-start',
    endpoint: 'GET /districts/:number/summary',
    writtenBy: 'model',
    slow: numbered(20, (i) => `/districts/${i}/summary`),
    quick: (i) => `/places/${i}`,
  },
];

function whyNoPostgres(): string | null {
  if (!existsSync('/usr/lib/postgresql')) return 'PostgreSQL is not installed';
  return userInfo().uid === 0 ? 'PostgreSQL refuses to run as root' : null;
}
