import { chownSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { openTokens } from '#local/gateway/tokens.ts';
import { freePort } from '#local/processes/free-port.ts';
import { listen } from '#local/processes/listen.ts';
import { hasBubblewrap } from '#local/service/isolation.ts';
import { runCommand } from '../../../bin/commands/run-command.ts';
import { runIronclaw } from '../../support/ironclaw.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/*
 * What an operator gets who gives the command something that it cannot use: one sentence, and an exit code that
 * tells a wrong command (2) from a failure (1).
 */

type Conditions = Parameters<typeof runIronclaw>[1];

async function sentenceOf(code: number, args: readonly string[], conditions?: Conditions) {
  const ended = await runIronclaw(args, conditions);
  expect({ code: ended.code, stdout: ended.stdout }, ended.stderr).toEqual({ code, stdout: '' });
  expect(ended.stderr).not.toMatch(/^\s+at /m);
  return ended.stderr.trim();
}

describe('a command line that is not understood is refused with how it is written', () => {
  test.each([
    [['up', '--fast'], "unknown option '--fast'"],
    [['improve'], "unknown command 'improve'"],
    [['inti'], "unknown command 'inti'\n(Did you mean init?)"],
    [['up', 'service'], 'too many arguments'],
    [['init', '--port', '0'], 'the port must be a whole number from 1 to 65535'],
    [['init', '--env', 'NAME'], 'a variable is written NAME=value'],
    [['up', '--port', 'any'], 'the port must be a whole number from 0 to 65534'],
    [['up', '--port', '65535'], 'the port must be a whole number from 0 to 65534'],
    [['up', '--port', ''], 'the port must be a whole number from 0 to 65534'],
    [['up', '--port', '0x50'], 'the port must be a whole number from 0 to 65534'],
    [['up', '--host', 'https://shop.example.com'], 'without scheme and port'],
    [['up', '--service'], "option '--service <path>' argument missing"],
    [
      ['token', '--roles', 'admin'],
      'there is no role "admin"; the roles are user, viewer, operator, approver',
    ],
    [['token', '--roles', ''], 'there is no role ""'],
    [['token', '--roles', 'viewer,service'], 'there is no role "service"'],
    [['token', '--subject', ' '], 'the subject must be 1 to 255 printable ASCII characters'],
    [['token', '--service', 'My Shop'], 'a service is named by lowercase letters, digits and hyphens'],
    [['service', 'add'], "missing required argument 'path'"],
    [['report', '--service', 'shop', '--hours', '745'], 'the hours must be a whole number from 1 to 744'],
    [['plan-metrics', '--minutes', '0'], 'a whole number of minutes from 1 to 180'],
    [['register', '.'], "required option '--table <name>' not specified"],
    [['backtest', 'preferences', '--seed', '-1'], 'the seed must be a whole number from 0 up'],
  ])('%j', async (args, told) => {
    const printed = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    onTestFinished(() => printed.mockRestore());

    expect(await runCommand(args)).toBe(2);

    const sentence = printed.mock.calls.join('');
    expect(sentence).toContain(told);
    expect(sentence).toContain('Usage: ironclaw');
  });
});

test('a request for help is no failure', async () => {
  const { code, stdout } = await runIronclaw(['up', '--help']);

  expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('--unprotected') });
});

describe('what does not exist, or is something else, is named', () => {
  const none = '/nowhere/at-all';

  test.each([
    [['up', '--service', none], `there is no folder ${none}.`],
    [['up', '--traffic', none], `there is no file ${none} with requests to play.`],
    [['up', '--traffic', '/'], 'there is no file / with requests to play.'],
    [
      ['token', '--data', none],
      `${none} is not the data folder of an instance; name that folder with --data, or start one with \`ironclaw up\`.`,
    ],
    [
      ['report', '--service', 'shop', '--data', none],
      `${none} is not the data folder of an instance; name that folder with --data, or start one with \`ironclaw up\`.`,
    ],
    [
      ['plan-metrics', '--service', none],
      `${none}/ironclaw.json cannot be read; name the root of a service's repository with --service.`,
    ],
    [['scan', none], `there is no folder ${none}.`],
    [['scan', import.meta.filename], `${import.meta.filename} is a file; name the folder that holds it.`],
  ])('%j', async (args, told) => {
    const data = args.includes('up') ? ['--data', join(temporaryFolder(), 'data')] : [];

    expect(await sentenceOf(2, [...args, ...data])).toBe(`ironclaw: ${told}`);
  });

  test.each([
    ['{"at": 0, "method": "GET", "path": "/a"}\n\n{"at": 1,\n', /line 3 of .* is not JSON/],
    ['{"at": "soon", "method": "GET", "path": "/a"}', /line 1 of .* is not valid: at: /],
    ['\n', /has no requests in it; write one JSON object per line/],
  ])('a file of requests that holds %j', async (text, told) => {
    const file = join(temporaryFolder(), 'requests.jsonl');
    writeFileSync(file, text);

    expect(await sentenceOf(2, ['up', '--traffic', file, '--data', temporaryFolder()])).toMatch(told);
  });

  test('a folder without sources, to be scanned', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'notes.md'), '');

    expect(await sentenceOf(2, ['scan', folder])).toBe(
      `ironclaw: ${folder} has no JavaScript or TypeScript in it; name the folder of a service.`,
    );
  });

  test('a file as data folder', async () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');

    expect(await sentenceOf(2, ['up', '--data', file])).toBe(
      `ironclaw: ${file} is a file; name a folder with --data.`,
    );
    expect(await sentenceOf(2, ['up', '--data', join(file, 'data')])).toBe(
      `ironclaw: a part of ${join(file, 'data')} is a file; name a folder.`,
    );
  });

  test.runIf(process.getuid?.() === 0)('a data folder of another user (only root can make one)', async () => {
    const folder = temporaryFolder();
    chownSync(folder, 4_242, 4_242);

    expect(await sentenceOf(2, ['up', '--data', folder])).toBe(
      `ironclaw: ${folder} belongs to user 4242, and this is user 0; start as that user, or name another folder with --data.`,
    );
  });
});

describe('a port that was asked for and is in use is named', () => {
  test.each([
    ['for the API', 0],
    ['for the service', 1],
  ])('%s', async (_, offset) => {
    const port = await freePort();
    const taken = await listen(createServer(), port + offset);
    onTestFinished(() => taken.close());

    expect(await sentenceOf(1, ['up', '--data', temporaryFolder(), '--port', String(port)])).toBe(
      `ironclaw: port ${port + offset} is in use; name another with --port, or 0 for any free port.`,
    );
  });
});

test('an API at which nothing responds is named', async () => {
  const data = temporaryFolder();
  await openTokens(join(data, 'keys.json'));
  const api = `http://127.0.0.1:${await freePort()}`;

  expect(await sentenceOf(1, ['report', '--service', 'shop', '--data', data, '--api', api])).toBe(
    `ironclaw: nothing responds at ${api}; is \`ironclaw up\` running, or is --api another?`,
  );
});

describe.skipIf(!hasBubblewrap())('a disk that cannot be written to is named (needs bubblewrap)', () => {
  const machine = ['bwrap', '--dev-bind', '/', '/'];

  test('a read-only one', async () => {
    const disk = temporaryFolder();

    expect(
      await sentenceOf(1, ['up', '--data', join(disk, 'data')], {
        within: [...machine, '--ro-bind', disk, disk],
      }),
    ).toBe(`ironclaw: ${disk}/data is on a read-only disk; name a folder that can be written to.`);
  });

  test.each(['4096', '65536', '262144'])('a full one with room for %s bytes', async (size) => {
    const disk = temporaryFolder();

    expect(
      await sentenceOf(1, ['up', '--once', '--port', '0', '--data', join(disk, 'data')], {
        within: [...machine, '--size', size, '--tmpfs', disk],
      }),
    ).toMatch(/^ironclaw: .*full.*$/m);
  });
});

test('unprotected code is refused to root, with what to do', async () => {
  const programs = temporaryFolder();
  mkdirSync(programs, { recursive: true });
  for (const name of ['git', 'tar', 'setpriv', 'sh'])
    symlinkSync(join('/usr/bin', name), join(programs, name));

  const sentence = await sentenceOf(1, ['up', '--unprotected', '--data', temporaryFolder()], {
    environment: { PATH: programs },
  });

  expect(sentence).toBe(
    'ironclaw: bubblewrap does not work here, and --unprotected would give untrusted code the whole machine, ' +
      'because this is root: install bubblewrap (apt-get install bubblewrap), or start as a user without special rights.',
  );
});
