import { describe, expect, it } from 'vitest';
import { type Backup, backupRef, timeOfBackup, verifyRestored } from '#core/improvements/backup.ts';

const [before, after, other] = ['a'.repeat(40), 'd'.repeat(40), 'e'.repeat(40)] as [string, string, string];
const at = Date.UTC(2026, 5, 1, 9, 30, 15, 7);

describe('the ref of a backup', () => {
  it('tells its time, and is a name that git accepts', () => {
    const ref = backupRef('shop-get-prices-1', at);
    expect(ref).toBe('refs/ironclaw/backups/2026-06-01T09-30-15-007Z-shop-get-prices-1');
    expect(timeOfBackup(ref)).toBe(at);
  });

  it.each(['refs/heads/main', 'refs/ironclaw/pending/shop-1', 'refs/ironclaw/backups/by-hand'])(
    'is not taken for one: %s',
    (ref) => {
      expect(timeOfBackup(ref)).toBeNull();
    },
  );
});

describe('what serves after a rollback', () => {
  const backup: Backup = {
    at,
    ref: backupRef('shop-1', at),
    commit: before,
    version: before,
    runsAs: 'process 1',
  };
  const look = (version: string | null, differs?: readonly string[] | null, changes: Partial<Backup> = {}) =>
    verifyRestored(
      { ...backup, ...changes },
      { version, runsAs: 'process 2' },
      differs === null ? null : { commit: after, differs },
      at + 1,
    );

  it('is exactly what served before, if it is the same version', () => {
    expect(look(before, [])).toEqual({
      version: before,
      runsAs: 'process 2',
      at: at + 1,
      isExact: true,
      detail: 'version aaaaaaa serves, as before the deployment; the branch has the files of aaaaaaa again',
    });
  });

  it('is exactly what served before, if it is the revert with the same files', () => {
    expect(look(after, [])).toMatchObject({
      isExact: true,
      detail: 'version ddddddd serves, which is the revert; the branch has the files of aaaaaaa again',
    });
  });

  it('is not, if the revert has other files, too', () => {
    expect(look(after, ['README.md', 'src/a.ts', 'src/b.ts'])).toMatchObject({
      isExact: false,
      detail:
        'version ddddddd serves, which is the revert; later commits changed README.md and 2 more since aaaaaaa',
    });
  });

  it('is the same version also if the branch has gone on', () => {
    expect(look(before, ['README.md'])).toMatchObject({
      isExact: true,
      detail:
        'version aaaaaaa serves, as before the deployment; later commits changed README.md since aaaaaaa',
    });
  });

  it('is not, if another version serves', () => {
    expect(look(other, [])).toMatchObject({
      isExact: false,
      detail:
        'version eeeeeee serves, and not aaaaaaa as before the deployment; the branch has the files of aaaaaaa again',
    });
  });

  it.each([
    ['nobody sees what serves', () => look(null, [])],
    ['nobody saw what served', () => look(before, [], { version: null })],
    ['the files of the revert were not compared', () => look(after)],
  ])('is unknown if %s', (_reason, find) => {
    expect(find().isExact).toBeNull();
  });

  it('is compared by its version alone if nothing was merged', () => {
    expect(look('12', null, { version: '12' })).toMatchObject({
      isExact: true,
      detail: 'version 12 serves, as before the deployment',
    });
  });
});
