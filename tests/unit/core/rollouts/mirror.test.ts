import { describe, expect, it } from 'vitest';
import { judgeMirror, type MirrorEvidence, noMirrorEvidence } from '#core/rollouts/mirror.ts';
import { MirrorPlan } from '#core/service/manifest.ts';

const options = { plan: MirrorPlan.parse({ requests: 100, seconds: 60 }), endpoint: 'GET /prices' };

const judge = (evidence: Partial<MirrorEvidence>, seconds = 30) =>
  judgeMirror({ ...noMirrorEvidence, ...evidence }, options, seconds);

describe('mirrored requests', () => {
  it('are enough once all of them are identical', () => {
    expect(judge({ identical: 100, toEndpoint: 31 })).toEqual({
      verdict: 'enough',
      reason: 'mirrored 100 requests, 31 of them to GET /prices: 100 identical responses',
    });
  });

  it('are waited for until then', () => {
    expect(judge({ identical: 99 })).toMatchObject({ verdict: 'waiting' });
  });

  it('are not waited for longer than planned: what is missing is said', () => {
    expect(judge({}, 60)).toEqual({ verdict: 'enough', reason: 'mirrored no request' });
    expect(judge({ identical: 1 }, 60).reason).toBe(
      'mirrored 1 request, 0 of them to GET /prices: 1 identical responses',
    );
  });

  it('are not waited for if nothing can be mirrored', () => {
    expect(judge({ isComplete: true, obstacle: 'no safe request is stored' })).toEqual({
      verdict: 'enough',
      reason: 'mirrored no request (no safe request is stored)',
    });
  });

  it('roll back at the first difference, although there are more to compare', () => {
    const differences = ['GET /prices: body.total was 3 and is 4', 'GET /other: status 200 became 500'];
    expect(judge({ identical: 10, differences, toEndpoint: 1 }, 90)).toEqual({
      verdict: 'regressed',
      reason:
        'before any user saw it: GET /prices: body.total was 3 and is 4; ' +
        'mirrored 12 requests, 1 of them to GET /prices: 10 identical responses, 2 different responses',
    });
  });

  it('are waited for while a difference is being confirmed', () => {
    expect(judge({ identical: 10, isConfirming: true }, 90)).toMatchObject({ verdict: 'waiting' });
  });

  it('name what proved nothing', () => {
    const { reason } = judge({ identical: 80, unstable: 19, unconfirmed: 1, unread: 2, toEndpoint: 9 });
    expect(reason).toBe(
      'mirrored 100 requests, 9 of them to GET /prices: 80 identical responses, ' +
        '19 responses that the baseline itself does not repeat, 1 responses that differ only now and then, ' +
        '2 responses too long or too slow to compare',
    );
  });
});
