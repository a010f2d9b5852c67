import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CodeOwners } from '#recorder/code-owners.ts';
import type { RequestSpan } from '#recorder/request-spans.ts';

const [handleA, handleB, shared] = ['handleA', 'handleB', 'shared'].map((name, i) => ({
  name,
  file: 'src/own.ts',
  line: i + 1,
})) as [CodeLocation, CodeLocation, CodeLocation];
type CodeLocation = Parameters<CodeOwners['add']>[1][number];

const span = (endpoint: string | null): RequestSpan => ({
  endpoint,
  entered: 0,
  returned: 1,
  ended: 9,
  waits: [],
});
const [a, b] = [span('GET /a'), span('GET /b')];

function known(): CodeOwners {
  const owners = new CodeOwners();
  owners.add('GET /a', [shared, handleA]);
  owners.add('GET /b', [shared, handleB]);
  return owners;
}

test('code that one endpoint alone was seen in is its own, whatever shared code it calls', () => {
  expect(known().among([a, b], [shared, handleA])).toEqual([a]);
  expect(known().among([a, b, b], [handleB])).toEqual([b, b]);
});

test('shared and unknown code may be that of each request', () => {
  expect(known().among([a, b], [shared])).toEqual([a, b]);
  expect(new CodeOwners().among([a, b], [handleA])).toEqual([a, b]);
});

test('some of the requests are always left', () => {
  const requests = fc.array(fc.constantFrom(a, b, span('GET /c'), span(null)), { minLength: 1 });
  const stack = fc.array(fc.constantFrom(shared, handleA, handleB));
  fc.assert(
    fc.property(requests, stack, (active, locations) => {
      const found = known().among(active, locations);
      expect(found.length).toBeGreaterThan(0);
      expect(active).toEqual(expect.arrayContaining([...found]));
    }),
  );
});
