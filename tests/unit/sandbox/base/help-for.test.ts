import { expect, it } from 'vitest';
import { withHelp } from '#sandbox/base/help-for.ts';

it.each([
  [
    "Error: Cannot find module '/srv/app/dist/server.js'",
    'dist/server.js is not in the repository: set "commands.build"',
  ],
  ["Cannot find package 'fastify' imported from /srv/app/a.js", 'the package fastify is not installed'],
  ["Error: Cannot find module '@acme/lib/x'", 'the package @acme/lib is not installed'],
  ['connect ECONNREFUSED 127.0.0.1:5432', 'nothing listens on port 5432 in the sandbox: let "setup"'],
  ['getaddrinfo EAI_AGAIN db.internal', 'the sandbox has no network and does not know db.internal'],
  ['Error: DATABASE_URL is required', 'set DATABASE_URL in "env"'],
  ['missing environment variable API_KEY', 'set API_KEY in "env"'],
  [
    'was compiled against a different Node.js version using NODE_MODULE_VERSION 115',
    'a native add-on was not built',
  ],
  ['sh: 1: tsc: not found', 'there is no program tsc'],
])('%s: says what helps', (printed, help) => {
  expect(withHelp(`\`npm start\` fails: ${printed}`)).toContain(`; ${help}`);
});

it('says nothing more of what it does not know', () => {
  expect(withHelp('3 warnings')).toBe('3 warnings');
});
