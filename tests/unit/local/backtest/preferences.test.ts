import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backtestPreferences } from '#local/backtest/preferences.ts';
import { respondToLines } from '#local/backtest/respond-to-lines.ts';

const ts = 1_780_000_000_000;
const models = { op: 'models', models: ['a', 'b', 'c'], tasks: ['code'] };
const feedback = { op: 'feedback', id: '1', user: 'u', task: 'code', model: 'b', reward: 1, ts };
const predict = { op: 'predict', user: 'u', task: 'code', ts };
const value = { op: 'value', user: 'u', task: 'code', model: 'b', ts };

/** The parsed responses to lines; `null` for a line without a response. */
function responsesTo(...lines: readonly (object | string)[]): readonly Record<string, unknown>[] {
  const respond = backtestPreferences(1);
  return lines.map((line) => {
    const response = respond(typeof line === 'string' ? line : JSON.stringify(line));
    return response === null ? null : JSON.parse(response);
  });
}

describe('a backtest of preferences', () => {
  it('responds to each operation with its own shape', () => {
    expect(
      responsesTo(
        models,
        { ...predict, op: 'choose' },
        feedback,
        predict,
        value,
        { op: 'tick', ts },
        { op: 'activity', user: 'u', activity: 'mail', ts, tz: 'Europe/Vienna' },
        { op: 'next', user: 'u', ts, tz: 'Europe/Vienna' },
      ),
    ).toEqual([
      {},
      { model: expect.stringMatching(/^[abc]$/), propensity: expect.any(Number) },
      null,
      { model: 'b', confidence: expect.any(Number) },
      { mean: expect.any(Number), variance: expect.any(Number) },
      {},
      null,
      { ranked: [{ activity: 'mail', probability: 1 }] },
    ]);
  });

  it('gives the same responses to the same log', () => {
    const log = [
      models,
      ...Array.from({ length: 40 }, () => [
        { ...predict, op: 'choose' },
        { ...feedback, id: undefined },
      ]).flat(),
    ];
    expect(responsesTo(...log)).toEqual(responsesTo(...log));
  });

  it('counts repeated feedback once', () => {
    const once = responsesTo(models, feedback, value).at(-1);
    expect(responsesTo(models, feedback, feedback, feedback, value).at(-1)).toEqual(once);
  });

  it('replaces feedback with later feedback on the same message', () => {
    const disliked = responsesTo(models, { ...feedback, reward: 0 }, value).at(-1)?.mean as number;
    const changed = responsesTo(models, feedback, { ...feedback, reward: 0 }, value).at(-1)?.mean as number;
    expect(changed).toBeCloseTo(disliked, 9);
  });

  it('never recommends a retired model, and remembers it when it returns', () => {
    const likes = Array.from({ length: 8 }, (_, i) => ({ ...feedback, id: `${i}` }));
    const without = { op: 'models', models: ['a', 'c'] };
    const [gone, back] = responsesTo(models, ...likes, without, predict, models, predict).filter(
      (response) => response?.model,
    );
    expect(gone?.model).not.toBe('b');
    expect(back?.model).toBe('b');
  });

  it('responds for models, users and tasks that were never announced', () => {
    const responses = responsesTo(
      { ...feedback, model: 'never announced' },
      { ...predict, user: 'nobody', task: 'nothing' },
      { ...value, model: 'never seen' },
    );
    expect(responses[1]).toMatchObject({ model: 'never announced' });
    expect(responses[2]?.mean).toBeGreaterThan(0);
  });

  it('accepts names that every object inherits', () => {
    const odd = { ...feedback, user: '__proto__', task: 'constructor', model: 'toString' };
    const [, prediction] = responsesTo(odd, { ...predict, user: '__proto__', task: 'constructor' });
    expect(prediction).toMatchObject({ model: 'toString' });
  });
});

describe('an invalid line', () => {
  it.each([
    ['text that is not JSON', 'oops', 'line 1 is not JSON'],
    ['no operation', { user: 'u' }, 'op'],
    ['an unknown operation', { op: 'sing' }, 'op'],
    ['a reward above 1', { ...feedback, reward: 1.5 }, 'reward'],
    ['a reward that is not a number', { ...feedback, reward: 'NaN' }, 'reward'],
    ['a null reward, which is how JSON writes NaN', { ...feedback, reward: null }, 'reward'],
    ['no user', { ...feedback, user: '' }, 'user'],
    ['a user name of 10 kB', { ...feedback, user: 'u'.repeat(10_000) }, 'user'],
    ['a time that is too early', { ...feedback, ts: -1 }, 'ts'],
    ['a time that is too late', { ...feedback, ts: 1e300 }, 'ts'],
    ['a time in seconds', { ...feedback, ts: 1_780_000_000 }, '1780000000 reads as seconds'],
    ['a time zone that does not exist', { op: 'next', user: 'u', ts, tz: 'Mars/Olympus' }, 'tz'],
    ['a prediction before any model is known', predict, 'no model is known yet'],
  ])('with %s gets a response that says what is wrong', (_, line, part) => {
    expect(responsesTo(line)[0]?.error).toContain(part);
  });

  it('changes nothing, and later lines still work', () => {
    const before = responsesTo(models, feedback, value).at(-1);
    expect(responsesTo(models, feedback, 'oops', { ...feedback, id: '2', reward: 7 }, value).at(-1)).toEqual(
      before,
    );
  });

  it('gets an error for any JSON that is not an operation', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        expect(responsesTo(json)[0]?.error).toEqual(expect.any(String));
      }),
    );
  });
});

describe('lines', () => {
  const outputFor = async (chunks: readonly string[], respond: (line: string) => string | null) => {
    const output = new PassThrough();
    const written = text(output);
    await respondToLines(Readable.from(chunks.map((chunk) => Buffer.from(chunk))), output, respond);
    output.end();
    return written;
  };

  it('may be split anywhere, and the last line needs no line break', async () => {
    const whole = ['{"ä":1}', 'two', 'three'].join('\n');
    const bytes = Buffer.from(whole);
    const chunks = [...bytes].map((byte) => Buffer.from([byte]));
    const output = new PassThrough();
    const written = text(output);
    await respondToLines(Readable.from(chunks), output, (line) => `<${line}>`);
    output.end();
    expect(await written).toBe('<{"ä":1}>\n<two>\n<three>\n');
  });

  it('without a response write nothing', async () => {
    expect(await outputFor(['a\nb\nc\n'], (line) => (line === 'b' ? 'B' : null))).toBe('B\n');
  });

  it('without line breaks do not fill the memory', async () => {
    const lengths: number[] = [];
    await outputFor(['x'.repeat(700_000), 'x'.repeat(700_000), '\nok\n'], (line) => {
      lengths.push(line.length);
      return null;
    });
    expect(Math.max(...lengths)).toBeLessThanOrEqual(1_000_000);
  });
});
