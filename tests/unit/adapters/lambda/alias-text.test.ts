import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMemory, writeMemory } from '#adapters/lambda/alias-text.ts';

const number = fc.integer({ min: 1, max: 99_999 }).map(String);
const memory = fc.record({
  before: fc.option(number, { nil: null }),
  withdrawn: fc.uniqueArray(number, { maxLength: 8 }),
});
const text = fc.string({ maxLength: 256 });

describe("the state in an alias's description", () => {
  it('is read as written, after any text, and fits', () => {
    fc.assert(
      fc.property(text, memory, (description, remembered) => {
        const written = writeMemory(description, remembered);
        expect(written.length).toBeLessThanOrEqual(256);
        expect(readMemory(written)).toEqual(remembered);
      }),
    );
  });

  it('replaces the earlier state', () => {
    fc.assert(
      fc.property(text, memory, memory, (description, first, second) => {
        const once = writeMemory(description, second);
        expect(readMemory(writeMemory(writeMemory(description, first), second))).toEqual(readMemory(once));
      }),
    );
  });

  it('leaves short texts intact, and vanishes if it is empty', () => {
    const written = writeMemory('production', { before: '12', withdrawn: ['14', '11'] });
    expect(written).toBe('production [ironclaw: before=12 withdrawn=14,11]');
    expect(writeMemory(written, { before: null, withdrawn: [] })).toBe('production');
  });

  it('forgets the oldest of many withdrawals', () => {
    const withdrawn = Array.from({ length: 30 }, (_, i) => String(130 - i));
    expect(readMemory(writeMemory('', { before: null, withdrawn })).withdrawn).toEqual(withdrawn.slice(0, 8));
  });
});
