import { expect, it } from 'vitest';
import { GateSequence, timed } from '#sandbox/verify/gate-sequence.ts';

it('a gate that throws proves nothing, and ends the verification with a sentence', async () => {
  const sequence = new GateSequence();
  const thrown = () => Promise.reject(new RangeError('Maximum call stack size exceeded'));
  expect(await sequence.try('tests', () => timed(thrown))).toBeNull();
  expect(sequence.verdict).toEqual({
    outcome: 'void',
    reason: 'The gate could not be judged: Maximum call stack size exceeded',
  });
  expect(sequence.stopped).toBe(true);
});

it('a gate with an endless sentence is shortened', async () => {
  const sequence = new GateSequence();
  const detail = 'x'.repeat(10_000);
  await sequence.try('tests', () => timed(async () => ({ result: 'failed', detail, evidence: null })));
  expect(sequence.verdict.reason).toHaveLength(4_000);
  expect(sequence.gates[3]?.detail).toHaveLength(4_000);
});
