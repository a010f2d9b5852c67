import { describe, expect, it } from 'vitest';
import type { HttpResponse } from '#sandbox/verify/client.ts';
import type { ReplayOutcome, Round } from '#sandbox/verify/replay.ts';
import { ResponseComparison } from '#sandbox/verify/response-comparison.ts';
import { fakeRequest } from '../support/fake-sides.ts';

const response = (body: string, fields: Partial<HttpResponse> = {}): HttpResponse => ({
  status: 200,
  headers: {},
  body: Buffer.from(body),
  milliseconds: 1,
  ...fields,
});

const round = (base: ReplayOutcome, candidate: ReplayOutcome, again: ReplayOutcome, path = '/a'): Round => ({
  request: fakeRequest(path),
  base,
  candidate: [candidate],
  again,
});

function compare(...rounds: Round[]): ResponseComparison {
  const comparison = new ResponseComparison([]);
  for (const given of rounds) comparison.add(given);
  return comparison;
}

const traced = (trace: string, body = 'x', cache = 'no-store') =>
  response(body, { headers: { 'x-trace': [trace], 'cache-control': [cache] } });

describe('what the base does not repeat', () => {
  it('is set aside header by header', () => {
    const { requests, differences } = compare(round(traced('1'), traced('2'), traced('3')));
    expect(differences).toEqual([]);
    expect(requests[0]?.isStable).toBe(true);
    expect(compare(round(traced('1'), traced('2', 'x', 'public'), traced('3'))).differences).toEqual([
      'GET /a: header cache-control was "no-store" and is "public"',
    ]);
  });

  it('in the body leaves the status and the headers to compare', () => {
    const failing = response('3', { status: 500 });
    expect(compare(round(response('1'), failing, response('2'))).differences).toEqual([
      'GET /a: status 200 became 500',
    ]);
    expect(compare(round(response('1'), response('3'), response('2'))).requests[0]).toMatchObject({
      isStable: false,
      differences: [],
    });
  });

  it('once is set aside in all rounds of that request, and in no other', () => {
    const rounds = [
      round(response('1'), response('2'), response('1')),
      round(response('1'), response('1'), response('2')),
    ];
    expect(compare(...rounds).differences).toEqual([]);
    const other = round(response('1'), response('2'), response('1'), '/b');
    expect(compare(...rounds, other).differences).toEqual(
      ['GET /b: body of 1 bytes became another of 1 bytes'].map((sentence) =>
        expect.stringContaining(sentence.slice(0, 7)),
      ),
    );
  });

  it.each<[string, Round]>([
    ['no response', round('it timed out', response('1'), 'it timed out')],
    ['a response only once', round(response('1'), response('1'), 'it timed out')],
    ['another status', round(response('1'), response('1'), response('1', { status: 503 }))],
  ])('is not compared where it gives %s', (_, given) => {
    expect(compare(given).requests[0]).toMatchObject({ isStable: false, differences: [] });
  });
});

it('a candidate that gives no response any more differs', () => {
  const given = round(response('1'), 'killed: ran longer than 60 s', response('1'));
  expect(compare(given).differences).toEqual(['GET /a: no response any more: killed: ran longer than 60 s']);
});

it('each response of a candidate that was asked twice counts', () => {
  const given = { ...round(response('1'), response('1'), response('1')) };
  const twice = { ...given, candidate: [response('1'), response('2')] };
  expect(compare(twice).differences).toHaveLength(1);
});
