import { describe, expect, it } from 'vitest';
import { errorLine } from '#sandbox/trial/error-line.ts';

describe('the line of an output that names an error', () => {
  it('is what Node prints below the place, not the place itself', () => {
    const output = [
      '/srv/app/src/AppError.js:3',
      "  throw new TypeError('no such table: carts');",
      '  ^',
      '',
      'TypeError: no such table: carts',
      '    at Object.<anonymous> (/srv/app/src/AppError.js:3:9)',
    ].join('\n');
    expect(errorLine(output)).toBe('TypeError: no such table: carts');
  });

  it.each([
    'Error [ERR_MODULE_NOT_FOUND]: Cannot find package',
    'could not start: MongoServerError: refused',
    '\x1b[31mTSError: cannot compile\x1b[39m',
    'com.shop.StartException:',
  ])('is found in %j', (line) => {
    expect(errorLine(`listening soon\n${line}\n`)).not.toBeNull();
  });

  it.each(['ready', 'wrote src/Error.ts: 3 lines', 'catch (e) { log(Error) } // a: b', ''])(
    'is none in %j',
    (line) => {
      expect(errorLine(line)).toBeNull();
    },
  );

  it('is sought in a time that grows with the length', { timeout: 2_000 }, () => {
    expect(errorLine('Error '.repeat(150_000))).toBeNull();
    expect(errorLine('x'.repeat(1_000_000))).toBeNull();
  });
});
