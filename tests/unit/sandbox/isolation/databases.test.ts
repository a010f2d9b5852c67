import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { noSettings } from '#sandbox/isolation/service-settings.ts';
import { startService } from '#sandbox/verify/service.ts';
import { openBoxes } from '../support/boxes.ts';
import { bubblewrapIsHere } from '../support/bubblewrap-here.ts';
import { temporaryFolder, writeFiles } from '../support/kiosk.ts';

const versions = '/usr/lib/postgresql';
const postgres = existsSync(versions)
  ? readdirSync(versions).map((name) => join(versions, name, 'bin'))[0]
  : undefined;
const redis = '/usr/bin/redis-server';

/** A service that responds with what a line prints that asks its database. */
const asking = (line: string) => `
  const { execSync } = require('node:child_process');
  require('node:http').createServer((_, response) => {
    try { response.end(execSync(${JSON.stringify(line)}).toString().trim()); }
    catch (error) { response.writeHead(500).end(String(error)); }
  }).listen(process.env.PORT);`;

interface Database {
  readonly setup: string;
  readonly server: string;
  readonly environment?: Record<string, string>;
  readonly test?: string;
}

/** What two services respond at the same time, each with a setup of its own, and what a test command prints. */
async function answersWith({ setup, server, environment = {}, test = 'true' }: Database) {
  const settings = { ...noSettings, environment, setup: { line: setup, seconds: 60 } };
  const boxes = await openBoxes('bubblewrap', { settings });
  const tree = temporaryFolder();
  writeFiles(tree, { 'server.js': server });
  const start = { tree, line: 'node server.js', health: '/' };
  const services = await Promise.all([startService(boxes, start), startService(boxes, start)]);
  const answers = services.map((service) => service.send({ method: 'GET', path: '/' }));
  const bodies = (await Promise.all(answers)).map(({ body }) => String(body));
  const { output } = await boxes.run({ tree, line: test, isSetUp: true });
  return { bodies, output };
}

describe.skipIf(!bubblewrapIsHere)('a service with a database that its setup starts in each box', () => {
  it.skipIf(postgres === undefined)(
    "uses PostgreSQL (skipped where Debian's postgresql is not installed)",
    async () => {
      const setup =
        'initdb -D /tmp/data -A trust > /dev/null && ' +
        `pg_ctl -D /tmp/data -l /tmp/log -o "-k /tmp -c listen_addresses=127.0.0.1" -w start > /dev/null && ` +
        'psql -q -h /tmp -d postgres -c "create table visits (id serial); insert into visits default values"';
      const ask =
        'psql -h 127.0.0.1 -d postgres -At -c "insert into visits default values; select count(*) from visits"';
      const path = `export PATH=${postgres}:$PATH; `;
      const { bodies } = await answersWith({ setup: path + setup, server: asking(path + ask) });
      // Each asked its own database, first for its health.
      expect(bodies.map((body) => body.split('\n').at(-1))).toEqual(['3', '3']);
    },
  );

  it.skipIf(!existsSync(redis))(
    "uses Redis (skipped where Debian's redis-server is not installed)",
    async () => {
      const test = 'redis-cli incr visits';
      const setup = `redis-server --daemonize yes --dir /tmp > /dev/null && until redis-cli ping; do sleep 0.05; done`;
      const { bodies, output } = await answersWith({ setup, server: asking(test), test });
      expect(bodies).toEqual(['2', '2']);
      expect(output.trim().split('\n').at(-1)).toBe('1');
    },
  );

  it('uses SQLite in a file that the setup makes', async () => {
    const open = "new (require('node:sqlite').DatabaseSync)(process.env.DATABASE)";
    const setup = `node --no-warnings -e "${open}.exec('create table visits (id integer primary key)')"`;
    const server = `
      const database = ${open};
      require('node:http').createServer((_, response) => {
        database.exec('insert into visits default values');
        response.end(String(database.prepare('select count(*) as n from visits').get().n));
      }).listen(process.env.PORT);`;
    const environment = { DATABASE: '/tmp/shop.db' };
    expect((await answersWith({ setup, server, environment })).bodies).toEqual(['2', '2']);
  });
});
