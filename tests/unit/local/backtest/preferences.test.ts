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

/** The answers to some lines, parsed; `null` where there is none. */
function asked(...lines: readonly (object | string)[]): readonly Record<string, unknown>[] {
  const answer = backtestPreferences(1);
  return lines.map((line) => {
    const said = answer(typeof line === 'string' ? line : JSON.stringify(line));
    return said === null ? null : JSON.parse(said);
  });
}

describe('a backtest of preferences', () => {
  it('answers each question in its own shape', () => {
    expect(
      asked(
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

  it('gives the same answers to the same log', () => {
    const log = [
      models,
      ...Array.from({ length: 40 }, () => [
        { ...predict, op: 'choose' },
        { ...feedback, id: undefined },
      ]).flat(),
    ];
    expect(asked(...log)).toEqual(asked(...log));
  });

  it('counts feedback once that comes twice', () => {
    const once = asked(models, feedback, value).at(-1);
    expect(asked(models, feedback, feedback, feedback, value).at(-1)).toEqual(once);
  });

  it('takes a changed mind for the last word', () => {
    const disliked = asked(models, { ...feedback, reward: 0 }, value).at(-1)?.mean as number;
    const changed = asked(models, feedback, { ...feedback, reward: 0 }, value).at(-1)?.mean as number;
    expect(changed).toBeCloseTo(disliked, 9);
  });

  it('offers no model that was retired, and knows it again when it is back', () => {
    const likes = Array.from({ length: 8 }, (_, i) => ({ ...feedback, id: `${i}` }));
    const without = { op: 'models', models: ['a', 'c'] };
    const [gone, back] = asked(models, ...likes, without, predict, models, predict).filter(
      (item) => item?.model,
    );
    expect(gone?.model).not.toBe('b');
    expect(back?.model).toBe('b');
  });

  it('answers for what was never announced', () => {
    const answers = asked(
      { ...feedback, model: 'unheard of' },
      { ...predict, user: 'nobody', task: 'nothing' },
      { ...value, model: 'never seen' },
    );
    expect(answers[1]).toMatchObject({ model: 'unheard of' });
    expect(answers[2]?.mean).toBeGreaterThan(0);
  });

  it('takes names that every object inherits for names', () => {
    const odd = { ...feedback, user: '__proto__', task: 'constructor', model: 'toString' };
    const [, answer] = asked(odd, { ...predict, user: '__proto__', task: 'constructor' });
    expect(answer).toMatchObject({ model: 'toString' });
  });
});

describe('a line that is wrong', () => {
  it.each([
    ['no JSON', 'oops', 'line 1 is not JSON'],
    ['no operation', { user: 'u' }, 'op'],
    ['an operation that there is not', { op: 'sing' }, 'op'],
    ['a reward above 1', { ...feedback, reward: 1.5 }, 'reward'],
    ['a reward that is no number', { ...feedback, reward: 'NaN' }, 'reward'],
    ['a reward that is null, as NaN is written', { ...feedback, reward: null }, 'reward'],
    ['no user', { ...feedback, user: '' }, 'user'],
    ['a user of 10 kB', { ...feedback, user: 'u'.repeat(10_000) }, 'user'],
    ['a time before all times', { ...feedback, ts: -1 }, 'ts'],
    ['a time after all times', { ...feedback, ts: 1e300 }, 'ts'],
    ['a time zone that does not exist', { op: 'next', user: 'u', ts, tz: 'Mars/Olympus' }, 'tz'],
    ['a question before there are models', predict, 'no model is known yet'],
  ])('with %s is answered with what is wrong', (_, line, part) => {
    expect(asked(line)[0]?.error).toContain(part);
  });

  it('changes nothing and stops nothing', () => {
    const before = asked(models, feedback, value).at(-1);
    expect(asked(models, feedback, 'oops', { ...feedback, id: '2', reward: 7 }, value).at(-1)).toEqual(
      before,
    );
  });

  it('is answered with an error or by its shape, whatever JSON it is', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        expect(asked(json)[0]?.error).toEqual(expect.any(String));
      }),
    );
  });
});

describe('lines', () => {
  const through = async (chunks: readonly string[], answer: (line: string) => string | null) => {
    const output = new PassThrough();
    const said = text(output);
    await respondToLines(Readable.from(chunks.map((chunk) => Buffer.from(chunk))), output, answer);
    output.end();
    return said;
  };

  it('may be cut anywhere, and the last needs no end', async () => {
    const whole = ['{"ä":1}', 'two', 'three'].join('\n');
    const bytes = Buffer.from(whole);
    const chunks = [...bytes].map((byte) => Buffer.from([byte]));
    const output = new PassThrough();
    const said = text(output);
    await respondToLines(Readable.from(chunks), output, (line) => `<${line}>`);
    output.end();
    expect(await said).toBe('<{"ä":1}>\n<two>\n<three>\n');
  });

  it('without an answer leave none', async () => {
    expect(await through(['a\nb\nc\n'], (line) => (line === 'b' ? 'B' : null))).toBe('B\n');
  });

  it('without an end do not fill the memory', async () => {
    const lengths: number[] = [];
    await through(['x'.repeat(700_000), 'x'.repeat(700_000), '\nok\n'], (line) => {
      lengths.push(line.length);
      return null;
    });
    expect(Math.max(...lengths)).toBeLessThanOrEqual(1_000_000);
  });
});
