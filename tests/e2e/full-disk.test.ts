import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sha256 } from '#adapters/dynamodb/event-log.ts';
import type { LearningEvent } from '#core/events/learning-event.ts';
import { verifyChain } from '#core/events/verify-chain.ts';
import { basePath } from '#functions/api/routes/all-routes.ts';
import { startLearning } from '#local/stream/start-learning.ts';
import { type System, startSystem } from '#local/system.ts';
import { keptFolder } from '../support/temporary-folder.ts';
import { until } from '../support/until.ts';

/** An in-memory disk of 24 MB. Most users have no permission to mount one. */
const disk = keptFolder('disk');
const isDisk = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', disk]).status === 0;

afterAll(() => {
  if (isDisk) spawnSync('umount', ['--lazy', disk]);
  rmSync(disk, { recursive: true, force: true });
});

describe.skipIf(!isDisk)('on a full disk (needs the permission to mount one)', () => {
  const ballast = join(disk, 'ballast');
  let system: System;
  let token: string;

  beforeAll(async () => {
    const data = join(disk, 'data');
    mkdirSync(data);
    system = await startSystem({
      data,
      startsAgain: false,
      port: 0,
      model: null,
      windowSeconds: 300,
      analysisSeconds: 3_600,
      profileSeconds: 3,
    });
    token = await system.tokens.issue({ sub: 'user-1', roles: ['user', 'viewer'] }, '1h');
    const learning = await startLearning(system.folder, system.background);
    return async () => {
      await learning.stop();
      await system.stop();
    };
  });

  const call = (path: string, options: RequestInit = {}) =>
    fetch(`${system.apiUrl}${basePath}${path}`, {
      ...options,
      headers: { authorization: `Bearer ${token}` },
    });

  const rate = (messageId: string) =>
    call('/feedback', {
      method: 'POST',
      body: JSON.stringify({ messageId, kind: 'thumbs-up', model: 'gpt-4.1', taskType: 'code' }),
    });

  test('the API reports that it cannot write, loses nothing it confirmed, and continues once there is space', async () => {
    const statuses: number[] = [];
    const confirmed = () => statuses.filter((status) => status === 201).length;
    for (let i = 0; i < 5; i += 1) statuses.push((await rate(`before-${i}`)).status);
    expect(confirmed()).toBe(5);

    fill();
    const refusal = await until('a write is refused', async () => {
      const response = await rate(`full-${statuses.length}`);
      statuses.push(response.status);
      return response.status === 503 && response;
    });
    expect(refusal.headers.get('content-type')).toBe('application/problem+json');
    expect((await call('/preferences')).status).toBe(200);

    rmSync(ballast);
    await until('there is space again', async () => {
      const { status } = await rate(`after-${statuses.length}`);
      statuses.push(status);
      return status === 201;
    });
    // Profile updates that failed were not lost either.
    let learned = 0;
    await until(
      `all of ${confirmed()} are learned`,
      async () => {
        const { feedback } = (await (await call('/stats')).json()) as { feedback: { messages: number } };
        learned = feedback.messages;
        return learned === confirmed();
      },
      // A refit every few seconds counts them.
      { patience: 30_000, hint: () => `${learned} were` },
    );
    const { items } = (await (await call('/events?subject=user:user-1&limit=100')).json()) as {
      items: LearningEvent[];
    };
    expect(items.length).toBeGreaterThan(0);
    expect(verifyChain(items, sha256)).toBeNull();
  });

  function fill(): void {
    for (let size = 24 << 20; size > 0; size >>= 1) {
      try {
        writeFileSync(ballast, Buffer.alloc(size), { flag: 'a' });
        size <<= 1;
      } catch {
        // Less fits.
      }
    }
  }
});
