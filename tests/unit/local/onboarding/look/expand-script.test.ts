import { describe, expect, test } from 'vitest';
import { expandScript } from '#local/onboarding/look/expand-script.ts';

describe('a script comes down to the commands that it runs', () => {
  test.each([
    ['as it stands', { start: 'node server.js' }, ['node server.js']],
    ['with what runs before it', { prestart: 'tsc', start: 'node dist' }, ['tsc', 'node dist']],
    [
      'through other scripts',
      { start: 'npm run build && npm run serve', build: 'tsc -p .', serve: 'node dist/x.js' },
      ['tsc -p .', 'node dist/x.js'],
    ],
    [
      'of yarn and pnpm',
      { start: 'yarn build && pnpm serve', build: 'tsc', serve: 'node .' },
      ['tsc', 'node .'],
    ],
    ['with further arguments', { start: 'npm run serve -- --quiet', serve: 'node .' }, ['node . --quiet']],
    [
      'with variables',
      { start: 'NODE_ENV=production npm run serve', serve: 'node .' },
      ['NODE_ENV=production node .'],
    ],
    ['without installs', { start: 'npm install && node .' }, ['node .']],
    ['one after the other', { start: 'run-s build serve', build: 'tsc', serve: 'node .' }, ['tsc', 'node .']],
    ['whole, where it is no chain', { start: 'node a.js | pino-pretty' }, ['node a.js | pino-pretty']],
    ['with quoted ampersands', { start: 'sh -c "a && b"' }, ['sh -c "a && b"']],
  ])('%s', (_, scripts, commands) => {
    expect(expandScript('start', scripts as unknown as Record<string, string>)).toEqual(commands);
  });

  test('and one that runs itself comes to an end', () => {
    expect(expandScript('start', { start: 'npm start' })).toEqual(['npm start']);
  });

  test('and so do scripts that run each other', () => {
    const scripts = { start: 'npm run a && npm run b', a: 'npm run b && tsc', b: 'npm run a && node .' };
    expect(expandScript('start', scripts)).toEqual(['npm run a', 'node .', 'tsc', 'npm run a', 'node .']);
  });

  test.each([
    ['commands', 'node .'],
    ['nothing', 'npm install'],
  ])('scripts that multiply each other to %s are not followed to their end', (_, last) => {
    const tenTimes = (name: string) => Array.from({ length: 10 }, () => `npm run ${name}`).join(' && ');
    const steps = Array.from({ length: 30 }, (_value, i) => [`step${i}`, tenTimes(`step${i + 1}`)]);
    const scripts = { start: 'npm run step0', ...Object.fromEntries(steps), step30: last };
    expect(expandScript('start', scripts)?.length ?? 0).toBeLessThanOrEqual(200);
  });

  test('a word that every object knows names no script', () => {
    expect(expandScript('start', { start: 'yarn toString' })).toEqual(['yarn toString']);
  });

  test('a name that no script has is none', () => {
    expect(expandScript('start', {})).toBeUndefined();
  });
});
