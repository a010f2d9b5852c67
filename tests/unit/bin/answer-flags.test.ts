import { expect, test } from 'vitest';
import { answersFrom } from '../../../bin/commands/answer-flags.ts';

test('what a service needs beside itself is answered by two lines', () => {
  expect(answersFrom({ setup: 'db up', setupStop: 'db down' })).toEqual({
    setup: { start: 'db up', stop: 'db down' },
    commands: {},
  });
  expect(answersFrom({ setup: 'db up' }).setup).toEqual({ start: 'db up' });
});

test('an end without a start is refused', () => {
  expect(() => answersFrom({ setupStop: 'db down' })).toThrow('--setup-stop ends what --setup starts');
});
