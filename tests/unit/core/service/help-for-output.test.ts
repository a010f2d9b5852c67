import { expect, test } from 'vitest';
import { helpForOutput } from '#core/service/help-for-output.ts';

test.each([
  [
    "Error: Cannot find module '/srv/app/dist/server.js'",
    'dist/server.js is not in the repository: let `commands.build`',
  ],
  ["Cannot find module '../dist/app' from 'test/app.test.js'", 'dist/app is not in the repository'],
  ["Cannot find package 'fastify' imported from /srv/app/a.js", 'the package fastify is not installed'],
  ["Error: Cannot find module '@acme/lib/x'", 'the package @acme/lib is not installed'],
  ['connect ECONNREFUSED 127.0.0.1:5432', 'could not reach PostgreSQL (port 5432): let `setup`'],
  ['connect ECONNREFUSED ::1:6379', 'could not reach Redis (port 6379)'],
  ['connect ECONNREFUSED 127.0.0.1:4000', 'could not reach what listens on port 4000'],
  ["AggregateError { code: 'ECONNREFUSED', [errors]: [ { port: 27017 } ] }", 'MongoDB (port 27017)'],
  ['MongooseServerSelectionError: timed out', 'could not reach another server'],
  ['getaddrinfo EAI_AGAIN db.internal', 'nothing here is called db.internal: name another host in `env`'],
  ['Error: DATABASE_URL is required', 'set DATABASE_URL in `env`'],
  ['missing environment variable API_KEY', 'set API_KEY in `env`'],
  ['cannot start without its environment variables', 'set the variables that it needs in `env`'],
  ['was compiled against another version using NODE_MODULE_VERSION 115', 'add-on is not built'],
  ["Cannot find module '/app/node_modules/bcrypt/lib/binding/bcrypt_lib.node'", 'add-on is not built'],
  ['sh: 1: tsc: not found', 'there is no program `tsc` here'],
  ['Error: spawn ffmpeg ENOENT', 'there is no program `ffmpeg` here'],
  ['error TS2305: has no exported member PrismaClient', '`npx prisma generate`'],
  ['TypeError [ERR_UNKNOWN_FILE_EXTENSION]: Unknown file extension ".ts"', 'let `commands.build`'],
  ['listen EADDRINUSE: address already in use :::3000', 'name a port that it has fixed as `port`'],
  ['listen EACCES: permission denied 0.0.0.0:80', 'name a port that it has fixed as `port`'],
  ["EROFS: read-only file system, open '/app/x'", 'below its own folder or the one in TMPDIR'],
])('%s: says what helps', (printed, help) => {
  expect(helpForOutput(`starting\n${printed}\n    at start (server.js:1:1)`)).toContain(help);
});

test.each([
  ['3 warnings', 'a warning'],
  [
    "TypeError: Invalid URL { code: 'ERR_INVALID_URL', input: 'x://undefined:undefined' }",
    'the code of an error',
  ],
  ["TypeError: Cannot read properties of undefined (reading 'created_at')", 'a field that is no variable'],
  ["Cannot find module './lib' from node_modules/x/lib/a.js", 'a module of a package'],
])('%s: nothing is made up about %s', (printed) => {
  expect(helpForOutput(printed)).toBeNull();
});

test.each(["Cannot find module './", 'required AAAA', 'ECONNREFUSED ', 'A_'])(
  'an output that repeats %s a million times is looked at, too',
  (piece) => {
    expect(() => helpForOutput(piece.repeat(1_000_000))).not.toThrow();
  },
);
