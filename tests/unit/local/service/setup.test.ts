import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type SetupOptions, startSetup } from '#local/service/setup.ts';
import { processesOf } from '../../../support/processes.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { until } from '../../../support/until.ts';

function setupOf(setup: SetupOptions['manifest']['setup']): SetupOptions {
  const tree = temporaryFolder();
  writeFileSync(join(tree, 'note.sh'), 'note() { echo "$1 with $KEY" >> notes; }\n');
  return {
    manifest: { name: 'shop', setup },
    place: { tree, directory: '.', node: null, variables: { KEY: 'a key' }, secrets: ['a key'] },
    logs: tree,
    owner: tree,
  };
}

/** It is stopped after the test, at the latest. */
async function started(options: SetupOptions): Promise<() => Promise<void>> {
  const stop = await startSetup(options);
  onTestFinished(stop);
  return stop;
}

const notesIn = ({ place }: SetupOptions): string => readFileSync(join(place.tree, 'notes'), 'utf8');

test('what a service needs is started once, goes on by itself, and is stopped at the end', async () => {
  const note = (what: string) => `. ./note.sh; note ${what}`;
  const options = setupOf({ start: `${note('started')}; sleep 60 &`, stop: note('stopped'), seconds: 5 });

  const stop = await started(options);

  expect(notesIn(options)).toBe('started with a key\n');
  expect(processesOf(options.owner)).toHaveLength(1);
  await stop();
  expect(notesIn(options)).toBe('started with a key\nstopped with a key\n');
  expect(processesOf(options.owner)).toEqual([]);
});

test.each([
  ['leaves its group', 'setsid sleep 60'],
  ['clears its variables', 'env -i setsid sleep 60'],
])('a program that %s and has no command to stop it is ended, too', async (_, program) => {
  const options = setupOf({ start: `${program} & echo $! > started`, seconds: 5 });

  const stop = await started(options);
  const pid = readFileSync(join(options.place.tree, 'started'), 'utf8').trim();
  expect(existsSync(`/proc/${pid}`)).toBe(true);
  await stop();

  await until('it has ended', () => !existsSync(`/proc/${pid}`), { patience: 2_000 });
});

test('what an instance that was killed has started is stopped before it is started again', async () => {
  const options = setupOf({ start: 'echo start >> notes', stop: 'echo stop >> notes', seconds: 5 });
  await startSetup(options);

  const stop = await startSetup(options);
  await stop();
  await (await startSetup(options))();

  expect(notesIn(options).split('\n').filter(Boolean)).toEqual([
    'start',
    'stop',
    'start',
    'stop',
    'start',
    'stop',
  ]);
});

test.each([
  ['fails', 'sleep 60 & echo no space left; exit 4', 'ended with code 4: no space left'],
  ['does not end', 'echo waiting; sleep 60', 'did not end within 0.5 s: waiting'],
])(
  'a start that %s is reported with the end of its output, is stopped, and leaves nothing behind',
  async (_, start, how) => {
    const options = setupOf({ start, stop: 'touch stopped', seconds: 0.5 });

    await expect(startSetup(options)).rejects.toMatchObject({
      code: 'service/setup-failed',
      message: `setup.start of ironclaw.json (${start}) ${how}`,
    });
    expect(existsSync(join(options.place.tree, 'stopped'))).toBe(true);
    expect(processesOf(options.owner)).toEqual([]);
  },
);

test('a service that needs nothing starts nothing', async () => {
  const options = setupOf(undefined);

  await (await startSetup(options))();

  expect(existsSync(join(options.logs, 'shop-setup.log'))).toBe(false);
});

test('a start that is interrupted ends at once, is stopped, and leaves nothing behind', async () => {
  const interrupted = new AbortController();
  const setup = { start: 'touch begun; sleep 60', stop: 'touch stopped', seconds: 30 };
  const options = { ...setupOf(setup), signal: interrupted.signal };
  const starting = startSetup(options);
  await until('it has begun', () => existsSync(join(options.place.tree, 'begun')));

  interrupted.abort(new Error('not wanted any more'));

  await expect(starting).rejects.toThrow('not wanted any more');
  expect(existsSync(join(options.place.tree, 'stopped'))).toBe(true);
  expect(processesOf(options.owner)).toEqual([]);
});
