import { beforeEach, describe, expect, it } from 'vitest';
import { Unavailable } from '#core/errors.ts';
import type { Fleet } from '#core/improvements/ports.ts';

export interface ObservedFleet {
  readonly fleet: Fleet;
  /** The per cent of the requests that each version gets, by commit; those without any are left out. */
  shares(): Promise<Readonly<Record<string, number>>>;
}

const service = 'shop';
export const [old, fresh, later, missing] = ['a', 'b', 'c', 'f'].map((letter) => letter.repeat(40)) as [
  string,
  string,
  string,
  string,
];

/** What every fleet promises. `open` answers one in which `old` serves, and `fresh` and `later` can be launched. */
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
  /** Every command twice: a task may be repeated after its answer was lost. */
  const twice = async (command: () => Promise<unknown>) => {
    await command();
    await command();
  };

  describe('a version that is launched', () => {
    it('gets no request, and is told what serves', async () => {
      expect(await fleet.launch(service, fresh)).toEqual({ baseline: old });
      expect(await shares()).toEqual({ [old]: 100 });
    });

    it('is launched a second time without any change, also while it has a share', async () => {
      await fleet.launch(service, fresh);
      expect(await fleet.launch(service, fresh)).toEqual({ baseline: old });
      await fleet.shift(service, fresh, 100);
      expect(await fleet.launch(service, fresh)).toEqual({ baseline: old });
      expect(await shares()).toEqual({ [fresh]: 100 });
    });

    it('is refused when there is no such version', async () => {
      await expect(fleet.launch(service, missing)).rejects.toThrow(Unavailable);
      expect(await shares()).toEqual({ [old]: 100 });
    });
  });

  describe('a share', () => {
    it('is about what was asked for', async () => {
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

    it('is refused to a version that there is not', async () => {
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

    it('is not undone by a look that comes late', async () => {
      await launchAt(fresh, 100);
      await fleet.promote(service, fresh);
      await fleet.shift(service, fresh, 50);
      expect(await shares()).toEqual({ [fresh]: 100 });
    });

    it('is refused to a version that there is not', async () => {
      await expect(fleet.promote(service, missing)).rejects.toThrow(Unavailable);
      expect(await shares()).toEqual({ [old]: 100 });
    });
  });

  describe('a version that is withdrawn', () => {
    it.each([10, 100])('gets no request any more: at %i per cent', async (weight) => {
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

    it('leaves the share of another one alone', async () => {
      await launchAt(fresh, 50);
      await fleet.withdraw(service, fresh);
      await launchAt(later, 100);
      await fleet.withdraw(service, fresh);
      await fleet.shift(service, fresh, 100);
      expect(await shares()).toEqual({ [later]: 100 });
    });

    it('need not have been launched, nor be there at all', async () => {
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

    it('serves on where it is the one that serves', async () => {
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

  it('brings the revert of a promoted version into its place', async () => {
    await launchAt(fresh, 100);
    await fleet.promote(service, fresh);
    await fleet.withdraw(service, fresh);
    await fleet.launch(service, later);
    await fleet.promote(service, later);
    await fleet.retire(service, fresh);
    expect(await shares()).toEqual({ [later]: 100 });
  });
}
