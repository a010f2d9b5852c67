import { describe, expect, it } from 'vitest';
import { chooseIsolation } from '#local/service/isolation.ts';

const foreign = { isBundledExample: false, isModelRecorded: false, acceptsRisk: false };
const example = { ...foreign, isBundledExample: true };

describe('with bubblewrap', () => {
  it.each([foreign, example, { ...foreign, acceptsRisk: true }])(
    'it is used for any request: %j',
    (asked) => {
      expect(chooseIsolation(asked, true)).toEqual({
        isolation: 'bubblewrap',
        acceptsModelCode: true,
        warning: null,
      });
    },
  );
});

describe('without bubblewrap', () => {
  it('a service other than the example is refused, with both solutions', () => {
    const choose = () => chooseIsolation(foreign, false);

    expect(choose).toThrow(expect.objectContaining({ code: 'sandbox/no-isolation' }));
    expect(choose).toThrow(/apt-get install bubblewrap.*--unprotected/);
  });

  it('a service other than the example runs if the operator accepts the risk, with a warning', () => {
    expect(chooseIsolation({ ...foreign, acceptsRisk: true }, false, false)).toEqual({
      isolation: 'process',
      acceptsModelCode: true,
      warning: expect.stringContaining('NO ISOLATION'),
    });
  });

  it('root may not accept the risk, not even for the example', () => {
    for (const asked of [foreign, example])
      expect(() => chooseIsolation({ ...asked, acceptsRisk: true }, false, true)).toThrow(
        expect.objectContaining({ code: 'sandbox/unprotected-root' }),
      );
  });

  it('the bundled example runs with a warning, because its code and its recorded answers are ours', () => {
    expect(chooseIsolation({ ...example, isModelRecorded: true }, false)).toMatchObject({
      isolation: 'process',
      acceptsModelCode: true,
      warning: expect.stringContaining('apt-get install bubblewrap'),
    });
  });

  it("a real model's code for the example is not run", () => {
    expect(chooseIsolation(example, false).acceptsModelCode).toBe(false);
  });
});
