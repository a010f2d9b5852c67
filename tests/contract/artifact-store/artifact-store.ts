import { beforeEach, describe, expect, it } from 'vitest';
import { NotFound } from '#core/errors.ts';
import type { ArtifactStore } from '#core/improvements/ports.ts';

/** What every artifact store guarantees. `open` returns an empty store. */
export function behavesAsArtifactStore(open: () => Promise<ArtifactStore>): void {
  let artifacts: ArtifactStore;
  beforeEach(async () => {
    artifacts = await open();
  });

  it('reads what was written, also in new folders', async () => {
    await artifacts.write('jobs/1/out/report.json', '{"grüße": "😀"}');
    expect(await artifacts.read('jobs/1/out/report.json')).toBe('{"grüße": "😀"}');
  });

  it('accepts bytes as well as text', async () => {
    await artifacts.write('bytes', new TextEncoder().encode('as bytes'));
    expect(await artifacts.read('bytes')).toBe('as bytes');
  });

  it('replaces the earlier artifact of a key', async () => {
    await artifacts.write('key', 'a longer text');
    await artifacts.write('key', 'short');
    expect(await artifacts.read('key')).toBe('short');
  });

  it('knows what exists', async () => {
    expect(await artifacts.exists('key')).toBe(false);
    await artifacts.write('key', 'text');
    expect(await artifacts.exists('key')).toBe(true);
  });

  it('keeps an empty text', async () => {
    await artifacts.write('key', '');
    expect(await artifacts.exists('key')).toBe(true);
    expect(await artifacts.read('key')).toBe('');
  });

  it('accepts any character within a name', async () => {
    const key = 'jobs/a b+c%2F?é😀/out#1';
    await artifacts.write(key, 'text');
    await artifacts.copy(key, `${key}.copy`);
    expect(await artifacts.read(`${key}.copy`)).toBe('text');
  });

  it('copies, and leaves the original in place', async () => {
    await artifacts.write('from', 'text');
    await artifacts.copy('from', 'jobs/2/to');
    expect(await artifacts.read('jobs/2/to')).toBe('text');
    expect(await artifacts.read('from')).toBe('text');
  });

  describe('of a key that was never written', () => {
    const unknown = { code: 'artifact/unknown', data: { key: 'nothing' } };

    it('has nothing to read', async () => {
      await expect(artifacts.read('nothing')).rejects.toThrow(NotFound);
      await expect(artifacts.read('nothing')).rejects.toMatchObject(unknown);
    });

    it('has nothing to copy', async () => {
      await expect(artifacts.copy('nothing', 'to')).rejects.toMatchObject(unknown);
      expect(await artifacts.exists('to')).toBe(false);
    });
  });

  it('never shows a half-written text to a reader', async () => {
    const bodies = ['a', 'b', 'c', 'd'].map((letter) => letter.repeat(2_000_000));
    await artifacts.write('key', bodies[0] ?? '');
    const writing = Promise.all(bodies.map((body) => artifacts.write('key', body)));
    const seen = await Promise.all(Array.from({ length: 12 }, () => artifacts.read('key')));
    await writing;
    for (const body of seen) expect(bodies.includes(body)).toBe(true);
  });

  describe.each([
    '../outside',
    'jobs/../../outside',
    '..',
    '.',
    '',
    '/absolute',
    'jobs//1',
    'jobs/1/',
    'a\\b',
  ])('the key %j', (key) => {
    const refused = { code: 'artifact/invalid-key' };

    it('is refused by every method', async () => {
      await artifacts.write('inside', 'text');
      await expect(artifacts.write(key, 'text')).rejects.toMatchObject(refused);
      await expect(artifacts.read(key)).rejects.toMatchObject(refused);
      await expect(artifacts.exists(key)).rejects.toMatchObject(refused);
      await expect(artifacts.copy(key, 'to')).rejects.toMatchObject(refused);
      await expect(artifacts.copy('inside', key)).rejects.toMatchObject(refused);
    });
  });
}
