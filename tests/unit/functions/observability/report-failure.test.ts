import { afterEach, expect, test, vi } from 'vitest';
import { InvalidInput, Unavailable } from '#core/errors.ts';
import { logger } from '#functions/observability/logger.ts';
import { reportFailure } from '#functions/observability/report-failure.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

function linesOf(error: unknown) {
  const lines: { level: string; message: string; extra: string }[] = [];
  for (const level of ['info', 'warn', 'error'] as const)
    vi.spyOn(logger, level).mockImplementation((message: unknown, ...extra: unknown[]) => {
      lines.push({ level, message: String(message), extra: JSON.stringify(extra[0]) });
    });
  reportFailure(error, { route: 'GET /here', requestId: 'r1' });
  return lines;
}

test.each([
  ['an error that nobody foresaw', new TypeError('x is not a function')],
  ['a fault of ours', new InvalidInput('x is unreadable.', { code: 'x/y', fault: 'ours' })],
  ['no error at all', 'x'],
])('%s is logged as an error, with its stack and where it was', (_, error) => {
  const [line, ...others] = linesOf(error);
  expect(others).toEqual([]);
  expect(line?.level).toBe('error');
  expect(JSON.parse(line?.extra ?? '')).toMatchObject({
    route: 'GET /here',
    requestId: 'r1',
    error: {
      message: expect.stringContaining('x'),
      stack: expect.stringContaining('report-failure.test.ts'),
    },
  });
});

test('what others failed to do is a warning, and names its cause', () => {
  const cause = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  const [line] = linesOf(
    new Unavailable('the records cannot be reached.', { code: 'store/unavailable', cause }),
  );
  expect(line?.level).toBe('warn');
  expect(JSON.parse(line?.extra ?? '')).toMatchObject({
    error: { code: 'store/unavailable', cause: { code: 'ECONNREFUSED' } },
  });
});

test('a refusal is logged by its code, without what was sent', () => {
  const data = { problems: [{ path: 'comment', message: 'secret' }] };
  const [line] = linesOf(new InvalidInput('comment: secret.', { code: 'request/invalid-body', data }));
  expect(line).toMatchObject({ level: 'info', extra: expect.stringContaining('request/invalid-body') });
  expect(line?.extra).not.toContain('secret');
});

test('of an error that was not foreseen, only its words are logged and not what hangs on it', () => {
  const error = Object.assign(new Error('failed'), { request: { authorization: 'Bearer secret' } });
  expect(linesOf(error)[0]?.extra).not.toContain('secret');
});
