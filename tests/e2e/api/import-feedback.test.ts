import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { importFeedback } from '#local/import/import-feedback.ts';
import { type ApiSystem, startApiSystem } from '../../support/api-system.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

let system: ApiSystem;
beforeAll(async () => {
  system = await startApiSystem();
});
afterAll(() => system.stop());

const at = Date.UTC(2025, 0, 5, 10);

/** A table of thumbs for model `a`, with one row that names another model of a known message and one without a time. */
function tableOf(user: string, rows: number): string {
  const thumbs = Array.from({ length: rows }, (_, i) => `${user},a,up,${at + i},m${i}`);
  const file = join(temporaryFolder(), 'feedback.csv');
  const all = ['user,model,value,time,message', ...thumbs, `${user},b,up,${at},m0`, `${user},a,up,,m1`];
  writeFileSync(file, all.join('\n'));
  return file;
}

async function importOf(file: string, fields: { readonly from?: number; readonly isDry?: boolean } = {}) {
  const access = { api: system.url, token: await system.tokenOf('operator', ['operator']) };
  return importFeedback({
    file,
    from: fields.from ?? 1,
    access: fields.isDry ? null : access,
    onProgress: () => {},
    columns: {},
    task: 'chat',
  });
}

const ratingsOf = async (user: string) => {
  await system.learned();
  const token = await system.tokenOf(user);
  const { body } = await system.call('GET', '/preferences/export', { token });
  return body.feedback as { model: string; at: number }[];
};

test('a dry run says what would be sent, and sends nothing', async () => {
  const report = await importOf(tableOf('dry', 3), { isDry: true });
  expect(report.found).toEqual(new Map([['thumbs-up', 4]]));
  expect([...report.skipped.values()]).toEqual([{ count: 1, places: [6] }]);
  expect(report.sent.size).toBe(0);
  expect(await ratingsOf('dry')).toEqual([]);
});

test('an import brings in every row that is right, with its own time, and names the others', async () => {
  const report = await importOf(tableOf('anna', 60));
  expect(report.sent).toEqual(new Map([['recorded', 60]]));
  expect(report.skipped.get('refused: feedback/message-differs')).toEqual({ count: 1, places: [62] });
  const known = await ratingsOf('anna');
  expect(known.every(({ model }) => model === 'a')).toBe(true);
  expect(Math.min(...known.map((feedback) => feedback.at))).toBe(at);
});

test('a second import changes nothing, and one that was interrupted is continued', async () => {
  const file = tableOf('bert', 60);
  await importOf(file);
  const before = await ratingsOf('bert');
  expect((await importOf(file)).sent).toEqual(new Map([['unchanged', 60]]));
  expect((await importOf(file, { from: 42 })).sent).toEqual(new Map([['unchanged', 20]]));
  expect(await ratingsOf('bert')).toEqual(before);
});
