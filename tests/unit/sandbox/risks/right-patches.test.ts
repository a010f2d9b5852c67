import { describe, expect, it } from 'vitest';
import { findRisks } from '#sandbox/risks/find-risks.ts';
import { rightPatches } from './right-patches.ts';

const isTypeScript = (text: string): boolean => text.includes('interface ');

describe('a right optimization brings in no risk, but the documented ones', () => {
  it.each(rightPatches)('$name', ({ before, after, risks = [] }) => {
    const path = isTypeScript(before) ? 'src/code.ts' : 'src/code.js';
    const found = findRisks([{ path, before, after }]);
    expect(found.map(({ kind }) => kind)).toEqual(risks);
  });

  it('over at least forty of them', () => {
    expect(rightPatches.length).toBeGreaterThanOrEqual(40);
    expect(rightPatches.filter(({ risks }) => !risks).length).toBeGreaterThanOrEqual(36);
  });
});
