import { beforeEach, describe, expect, it } from 'vitest';
import { NotFound } from '#core/errors.ts';
import type { ServiceStore } from '#core/service/service.ts';
import { aService } from '../../support/service.ts';

/** What every store of services promises. `open` answers an empty one. */
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

  it('does not know a service that nobody registered', async () => {
    const loading = services.load('bank');
    await expect(loading).rejects.toThrow(NotFound);
    await expect(loading).rejects.toMatchObject({ code: 'service/unknown', data: { name: 'bank' } });
  });

  describe('the traffic of a service', () => {
    const racers = Array.from({ length: 10 }, (_, i) => `improvement-${i}`);

    it('goes to one of those who claim it at the same time, and all learn to whom', async () => {
      const holders = await Promise.all(racers.map((id) => services.claimRollout('shop', id)));
      expect(racers).toContain(holders[0]);
      expect(new Set(holders).size).toBe(1);
    });

    it('stays with its holder, who may claim it again', async () => {
      expect(await services.claimRollout('shop', 'first')).toBe('first');
      expect(await services.claimRollout('shop', 'second')).toBe('first');
      expect(await services.claimRollout('shop', 'first')).toBe('first');
    });

    it('can be had by another once it is given back', async () => {
      await services.claimRollout('shop', 'first');
      await services.releaseRollout('shop', 'first');
      expect(await services.claimRollout('shop', 'second')).toBe('second');
    });

    it('is not given back by one who does not hold it', async () => {
      await services.claimRollout('shop', 'first');
      await services.releaseRollout('shop', 'second');
      expect(await services.claimRollout('shop', 'second')).toBe('first');
    });

    it('may be given back twice, and before it was claimed', async () => {
      await services.releaseRollout('shop', 'first');
      await services.claimRollout('shop', 'first');
      await services.releaseRollout('shop', 'first');
      await services.releaseRollout('shop', 'first');
      expect(await services.claimRollout('shop', 'second')).toBe('second');
    });

    it('is claimed for each service apart', async () => {
      await services.claimRollout('shop', 'first');
      expect(await services.claimRollout('bank', 'second')).toBe('second');
    });

    it('has one holder at a time, however claims and releases race', async () => {
      let holding = 0;
      let most = 0;
      const useOnce = async (id: string) => {
        while ((await services.claimRollout('shop', id)) !== id) await moment();
        holding += 1;
        most = Math.max(most, holding);
        await moment();
        holding -= 1;
        await services.releaseRollout('shop', id);
      };
      await Promise.all(racers.slice(0, 4).map(useOnce));
      expect(most).toBe(1);
    });

    it('does not touch the record of the service', async () => {
      await services.save(aService());
      await services.claimRollout('shop', 'first');
      expect(await services.load('shop')).toEqual(aService());
    });
  });
}

const moment = () => new Promise((done) => setTimeout(done, 2));
