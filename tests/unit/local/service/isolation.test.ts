import { describe, expect, it } from 'vitest';
import { chooseIsolation } from '#local/service/isolation.ts';

const foreign = { isBundledExample: false, isModelRecorded: false, acceptsRisk: false };
const example = { ...foreign, isBundledExample: true };

describe('where bubblewrap is usable', () => {
  it.each([foreign, example, { ...foreign, acceptsRisk: true }])(
    'it is used, whatever is asked: %j',
    (asked) => {
      expect(chooseIsolation(asked, true)).toEqual({
        isolation: 'bubblewrap',
        acceptsModelCode: true,
        warning: null,
      });
    },
  );
});

describe('where it is not', () => {
  it('a foreign service is refused, with both ways out', () => {
    const choose = () => chooseIsolation(foreign, false);

    expect(choose).toThrow(expect.objectContaining({ code: 'sandbox/no-isolation' }));
    expect(choose).toThrow(/apt-get install bubblewrap.*--unprotected/);
  });

  it('a foreign service runs where the operator accepts the risk, and is told what it is', () => {
    expect(chooseIsolation({ ...foreign, acceptsRisk: true }, false)).toEqual({
      isolation: 'process',
      acceptsModelCode: true,
      warning: expect.stringContaining('NO ISOLATION'),
    });
  });

  it('the bundled example runs, with a warning: its code and its answers are ours', () => {
    expect(chooseIsolation({ ...example, isModelRecorded: true }, false)).toMatchObject({
      isolation: 'process',
      acceptsModelCode: true,
      warning: expect.stringContaining('apt-get install bubblewrap'),
    });
  });

  it('what a real model writes for the example is not run', () => {
    expect(chooseIsolation(example, false).acceptsModelCode).toBe(false);
  });
});
