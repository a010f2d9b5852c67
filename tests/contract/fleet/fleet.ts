import { beforeEach, describe, expect, it } from 'vitest';
import { Unavailable } from '#core/errors.ts';
import type { Fleet } from '#core/improvements/ports.ts';

export interface ObservedFleet {
  readonly fleet: Fleet;
  /** Each version's share of the requests in percent, by commit; versions without requests are omitted. */
  shares(): Promise<Readonly<Record<string, number>>>;
}

const service = 'shop';
export const [old, fresh, later, missing] = ['a', 'b', 'c', 'f'].map((letter) => letter.repeat(40)) as [
  string,
  string,
  string,
  string,
];

/** What every fleet guarantees. `open` returns a fleet in which `old` serves, and `fresh` and `later` can be launched. */
export function behavesAsFleet(open: () => Promise<ObservedFleet>): void {
  let fleet: Fleet;
  let shares: ObservedFleet['shares'];
  beforeEach(async () => {
    ({ fleet, shares } = await open());
  });

  const launchAt = async (commit: string, weight: number) => {
    await fleet.launch(service, commit);
    await fleet.shift(service, commit, weight);
  };
  /** Every command twice, because a task may be repeated after its response was lost. */
  const twice = async (command: () => Promise<unknown>) => {
    await command();
    await command();
  };

  describe('the version that serves', () => {
    const served = async () => (await fleet.serving(service)).version;

    it('is the baseline until another one is promoted', async () => {
      expect(await fleet.serving(service)).toEqual({
        version: old,
        runsAs: expect.stringMatching(/\w+ \d+/),
      });
      await launchAt(fresh, 100);
      expect(await served()).toBe(old);
      await fleet.promote(service, fresh);
      expect(await served()).toBe(fresh);
    });

    it('is the baseline again after a rollback', async () => {
      await launchAt(fresh, 50);
      await fleet.withdraw(service, fresh);
      expect(await served()).toBe(old);
    });
  });

  describe('a version that is launched', () => {
    it('gets no request, and learns which version serves', async () => {
      expect(await fleet.launch(service, fresh)).toEqual({ baseline: old });
      expect(await shares()).toEqual({ [old]: 100 });
    });

    it('may be launched again without any change, even while it has a share', async () => {
      await fleet.launch(service, fresh);
      expect(await fleet.launch(service, fresh)).toEqual({ baseline: old });
      await fleet.shift(service, fresh, 100);
      expect(await fleet.launch(service, fresh)).toEqual({ baseline: old });
      expect(await shares()).toEqual({ [fresh]: 100 });
    });

    it('is refused if there is no such version', async () => {
      await expect(fleet.launch(service, missing)).rejects.toThrow(Unavailable);
      expect(await shares()).toEqual({ [old]: 100 });
    });
  });

  describe('a share', () => {
    it('is about the requested weight', async () => {
      await launchAt(fresh, 50);
      const { [fresh]: share = 0, [old]: rest = 0 } = await shares();
      expect(Math.abs(share - 50)).toBeLessThan(12);
      expect(share + rest).toBeCloseTo(100, 9);
    });

    it('may be all, and none again', async () => {
      await launchAt(fresh, 100);
      expect(await shares()).toEqual({ [fresh]: 100 });
      await twice(() => fleet.shift(service, fresh, 0));
      expect(await shares()).toEqual({ [old]: 100 });
    });

    it('of the version that serves anyway changes nothing', async () => {
      await twice(() => fleet.shift(service, old, 10));
      expect(await shares()).toEqual({ [old]: 100 });
    });

    it('is refused for an unknown version', async () => {
      await expect(fleet.shift(service, missing, 10)).rejects.toThrow(Unavailable);
      expect(await shares()).toEqual({ [old]: 100 });
    });
  });

  describe('a promotion', () => {
    it('makes the version the one that serves', async () => {
      await launchAt(fresh, 100);
      await twice(() => fleet.promote(service, fresh));
      expect(await shares()).toEqual({ [fresh]: 100 });
      expect(await fleet.launch(service, later)).toEqual({ baseline: fresh });
    });

    it('is not undone by a late check', async () => {
      await launchAt(fresh, 100);
      await fleet.promote(service, fresh);
      await fleet.shift(service, fresh, 50);
      expect(await shares()).toEqual({ [fresh]: 100 });
    });

    it('is refused for an unknown version', async () => {
      await expect(fleet.promote(service, missing)).rejects.toThrow(Unavailable);
      expect(await shares()).toEqual({ [old]: 100 });
    });
  });

  describe('a version that is withdrawn', () => {
    it.each([10, 100])('gets no more requests: at %i percent', async (weight) => {
      await launchAt(fresh, weight);
      await twice(() => fleet.withdraw(service, fresh));
      expect(await shares()).toEqual({ [old]: 100 });
    });

    it('is brought back neither by a late shift nor by a late promotion', async () => {
      await launchAt(fresh, 50);
      await fleet.withdraw(service, fresh);
      await twice(() => fleet.shift(service, fresh, 100));
      await twice(() => fleet.promote(service, fresh));
      expect(await shares()).toEqual({ [old]: 100 });
    });

    it('gets requests again once it is launched again', async () => {
      await launchAt(fresh, 50);
      await fleet.withdraw(service, fresh);
      await launchAt(fresh, 100);
      expect(await shares()).toEqual({ [fresh]: 100 });
    });

    it('does not change the share of another version', async () => {
      await launchAt(fresh, 50);
      await fleet.withdraw(service, fresh);
      await launchAt(later, 100);
      await fleet.withdraw(service, fresh);
      await fleet.shift(service, fresh, 100);
      expect(await shares()).toEqual({ [later]: 100 });
    });

    it('need not have been launched, or even exist', async () => {
      await twice(() => fleet.withdraw(service, fresh));
      await twice(() => fleet.withdraw(service, missing));
      expect(await shares()).toEqual({ [old]: 100 });
    });
  });

  describe('a version that is retired', () => {
    it('was withdrawn before, and the old one serves on', async () => {
      await launchAt(fresh, 50);
      await fleet.withdraw(service, fresh);
      await twice(() => fleet.retire(service, fresh));
      expect(await shares()).toEqual({ [old]: 100 });
    });

    it('continues to serve if it is the serving version', async () => {
      await twice(() => fleet.retire(service, old));
      expect(await shares()).toEqual({ [old]: 100 });
    });

    it('makes way for the next rollout', async () => {
      await launchAt(fresh, 50);
      await fleet.withdraw(service, fresh);
      await fleet.retire(service, fresh);
      await launchAt(later, 100);
      await fleet.promote(service, later);
      expect(await shares()).toEqual({ [later]: 100 });
    });
  });

  it('lets the revert of a promoted version replace it', async () => {
    await launchAt(fresh, 100);
    await fleet.promote(service, fresh);
    await fleet.withdraw(service, fresh);
    await fleet.launch(service, later);
    await fleet.promote(service, later);
    await fleet.retire(service, fresh);
    expect(await shares()).toEqual({ [later]: 100 });
  });
}
