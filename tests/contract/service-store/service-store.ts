import { beforeEach, describe, expect, it } from 'vitest';
import { NotFound } from '#core/errors.ts';
import type { ServiceStore } from '#core/service/service.ts';
import { aService } from '../../support/service.ts';

/** What every service store guarantees. `open` returns an empty store. */
export function behavesAsServiceStore(open: () => Promise<ServiceStore>): void {
  let services: ServiceStore;
  beforeEach(async () => {
    services = await open();
  });

  it('reads a service as it was registered', async () => {
    await services.save(aService());
    expect(await services.load('shop')).toEqual(aService());
  });

  it('replaces a service that is registered again', async () => {
    await services.save(aService());
    await services.save(aService({ repository: '/elsewhere' }));
    expect(await services.load('shop')).toMatchObject({ repository: '/elsewhere' });
  });

  it('throws for a service that is not registered', async () => {
    const loading = services.load('bank');
    await expect(loading).rejects.toThrow(NotFound);
    await expect(loading).rejects.toMatchObject({ code: 'service/unknown', data: { name: 'bank' } });
  });

  describe('the traffic of a service', () => {
    const racers = Array.from({ length: 10 }, (_, i) => `improvement-${i}`);

    it('goes to one of several concurrent claims, and all claims return the holder', async () => {
      const holders = await Promise.all(racers.map((id) => services.claimRollout('shop', id)));
      expect(racers).toContain(holders[0]);
      expect(new Set(holders).size).toBe(1);
    });

    it('stays with its holder, who may claim it again', async () => {
      expect(await services.claimRollout('shop', 'first')).toBe('first');
      expect(await services.claimRollout('shop', 'second')).toBe('first');
      expect(await services.claimRollout('shop', 'first')).toBe('first');
    });

    it('can be claimed by another once it is released', async () => {
      await services.claimRollout('shop', 'first');
      await services.releaseRollout('shop', 'first');
      expect(await services.claimRollout('shop', 'second')).toBe('second');
    });

    it('cannot be released by an improvement that does not hold it', async () => {
      await services.claimRollout('shop', 'first');
      await services.releaseRollout('shop', 'second');
      expect(await services.claimRollout('shop', 'second')).toBe('first');
    });

    it('may be released twice, and before it was claimed', async () => {
      await services.releaseRollout('shop', 'first');
      await services.claimRollout('shop', 'first');
      await services.releaseRollout('shop', 'first');
      await services.releaseRollout('shop', 'first');
      expect(await services.claimRollout('shop', 'second')).toBe('second');
    });

    it('is claimed separately for each service', async () => {
      await services.claimRollout('shop', 'first');
      expect(await services.claimRollout('bank', 'second')).toBe('second');
    });

    it('has one holder at a time when claims and releases race', async () => {
      let holders = 0;
      let maxHolders = 0;
      const useOnce = async (id: string) => {
        while ((await services.claimRollout('shop', id)) !== id) await moment();
        holders += 1;
        maxHolders = Math.max(maxHolders, holders);
        await moment();
        holders -= 1;
        await services.releaseRollout('shop', id);
      };
      await Promise.all(racers.slice(0, 4).map(useOnce));
      expect(maxHolders).toBe(1);
    });

    it('does not touch the record of the service', async () => {
      await services.save(aService());
      await services.claimRollout('shop', 'first');
      expect(await services.load('shop')).toEqual(aService());
    });
  });
}

const moment = () => new Promise((done) => setTimeout(done, 2));
