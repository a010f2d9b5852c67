import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readAgent } from '#local/agent/read-agent.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { writeFiles } from '../../../support/ticker.ts';

function read(settings: object | string, { folder = temporaryFolder(), service = temporaryFolder() } = {}) {
  const text = typeof settings === 'string' ? settings : JSON.stringify(settings);
  writeFiles(folder, { 'agent.json': text });
  return () => readAgent(join(folder, 'agent.json'), [service], { OUR_KEY: 'sk-1', EMPTY: '' });
}

test('the settings are read, with the values of the variables that they name', () => {
  const { settings, secrets } = read({ command: 'fix', variables: ['OUR_KEY'], hosts: ['127.0.0.1:8080'] })();
  expect(settings).toEqual({
    name: 'agent',
    command: 'fix',
    hosts: ['127.0.0.1:8080'],
    variables: ['OUR_KEY'],
    readable: [],
    seconds: 600,
    runsPerDay: 20,
    dollarsPerDay: null,
  });
  expect(secrets).toEqual({ OUR_KEY: 'sk-1' });
});

test.each<[string, object | string, RegExp]>([
  ['a command', {}, /agent\.json is not valid: command: /],
  ['JSON', 'fix it', /agent\.json is not JSON/],
  ['known settings only', { command: 'fix', shell: 'zsh' }, /shell/],
  ['hosts with ports', { command: 'fix', hosts: ['https://api.example.com'] }, /hosts\.0: must be host:port/],
  [
    'no variable that would change the box',
    { command: 'fix', variables: ['LD_PRELOAD'] },
    /variables\.0: must be none of LD_/,
  ],
  [
    'variables that are set',
    { command: 'fix', variables: ['EMPTY'] },
    /the variable EMPTY, which `variables` lists, is not set/,
  ],
  [
    'folders that exist',
    { command: 'fix', readable: ['/nowhere/at/all'] },
    /there is no \/nowhere\/at\/all, which `readable` lists/,
  ],
])('the settings need %s', (_, settings, sentence) => {
  expect(read(settings)).toThrow(sentence);
});

test('a service cannot hold the settings', () => {
  const service = temporaryFolder();
  expect(read({ command: 'fix' }, { folder: join(service, 'tools'), service })).toThrow(
    'which must not choose what runs here',
  );
});

test('a file that is missing is named', () => {
  expect(() => readAgent('/nowhere/agent.json', [], {})).toThrow(
    'there is no file /nowhere/agent.json with the settings of an agent.',
  );
});
