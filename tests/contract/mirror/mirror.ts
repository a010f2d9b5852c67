import { beforeEach, describe, expect, it } from 'vitest';
import { Unavailable } from '#core/errors.ts';
import type { SeenRequest } from '#core/improvements/jobs.ts';
import type { Mirror } from '#core/improvements/ports.ts';
import type { MirrorEvidence, MirrorOptions } from '#core/rollouts/mirror.ts';
import { MirrorPlan } from '#core/service/manifest.ts';

/** What a version responds to a path and body; `null`: it fails without a response. */
export type Version = (path: string, body: string) => { status?: number; value: unknown } | null;

export interface ObservedMirror {
  readonly mirror: Mirror;
  /** Gives a version its behavior. */
  behave(side: 'baseline' | 'canary', version: Version): void;
  /** Lets users send the requests until the mirror has nothing more to learn from them. */
  observe(requests: readonly SeenRequest[], options: MirrorOptions): Promise<MirrorEvidence>;
  /** The requests that the canary got. */
  sentToCanary(): readonly string[];
}

export const service = 'shop';
export const [old, fresh, missing] = ['a', 'b', 'f'].map((letter) => letter.repeat(40)) as [
  string,
  string,
  string,
];

const get = (path: string): SeenRequest => ({ method: 'GET', path });
const paths = ['/prices', '/carts/1', '/carts/2'].map(get);
const prices: Version = (path) => ({ value: { path, total: 3 } });

function optionsWith(plan: Partial<MirrorPlan> = {}, ignore: readonly string[] = []): MirrorOptions {
  const known = MirrorPlan.parse({ requests: paths.length, share: 100, ...plan });
  return { plan: known, endpoint: 'GET /carts/:id', ignore: [...ignore] };
}

/** What every mirror guarantees. In `open`'s mirror, `old` serves and `fresh` is launched; both respond with `prices`. */
export function behavesAsMirror(open: () => Promise<ObservedMirror>): void {
  let observed: ObservedMirror;
  beforeEach(async () => {
    observed = await open();
    observed.behave('baseline', prices);
    observed.behave('canary', prices);
  });

  describe('two versions that respond the same', () => {
    it('are identical in every request that is asked for, and in no more', async () => {
      const evidence = await observed.observe([...paths, get('/later')], optionsWith());
      expect(evidence).toMatchObject({ identical: 3, differences: [], unstable: 0 });
      expect(observed.sentToCanary()).toHaveLength(3);
    });

    it('are told with the number of requests to the improved endpoint', async () => {
      const { toEndpoint } = await observed.observe(paths.slice(1), optionsWith({ requests: 2 }));
      expect(toEndpoint).toBe(2);
    });

    it('may differ in ignored properties', async () => {
      observed.behave('canary', (path) => ({ value: { path, total: 4 } }));
      const evidence = await observed.observe(paths, optionsWith({}, ['total']));
      expect(evidence).toMatchObject({ identical: 3, differences: [] });
    });
  });

  describe('a version that responds differently', () => {
    it('is found, and the request is named without its query', async () => {
      observed.behave('canary', (path) => ({ value: { path, total: 4 } }));
      const { differences } = await observed.observe([get('/prices?token=secret')], optionsWith());
      expect(differences).toEqual(['GET /prices: body.total was 3 and is 4']);
    });

    it('is found if it fails', async () => {
      observed.behave('canary', () => null);
      const { differences } = await observed.observe([get('/prices')], optionsWith());
      expect(differences).toEqual([expect.stringMatching(/^GET \/prices: no response any more: /)]);
    });
  });

  it('sets aside what the baseline itself does not repeat', async () => {
    let count = 0;
    observed.behave('baseline', (path) => {
      count += 1;
      return { value: { path, count } };
    });
    const evidence = await observed.observe(paths, optionsWith());
    expect(evidence).toMatchObject({ unstable: 3, identical: 0, differences: [] });
  });

  it('copies only what is safe', async () => {
    const unsafe: SeenRequest[] = [{ method: 'POST', path: '/orders', body: '{}' }, get('/logout')];
    const options = optionsWith({ requests: 12, safe: ['POST /search'], skip: ['GET /logout'] });
    const search: SeenRequest = { method: 'POST', path: '/search', body: '{"q":1}' };
    await observed.observe([...unsafe, search], options);
    expect(new Set(observed.sentToCanary())).toEqual(new Set(['POST /search {"q":1}']));
  });

  it('is refused for a version that does not run', async () => {
    await expect(observed.mirror.compare(service, missing, optionsWith())).rejects.toThrow(Unavailable);
  });
}
