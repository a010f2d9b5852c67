import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ReadingOptions } from '#adapters/feedback-exports/feedback-export.ts';
import { readFeedback } from '#adapters/feedback-exports/read-feedback.ts';
import { allOf } from '../../../support/all-of.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const at = Date.UTC(2025, 0, 5, 10);
const usual: ReadingOptions = { columns: {}, task: 'chat' };

async function read(content: string, options: Partial<ReadingOptions> = {}) {
  const file = join(temporaryFolder(), 'export');
  writeFileSync(file, content);
  return allOf(readFeedback(file, { ...usual, ...options }));
}
const lines = (...rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).join('\n');
const reasonOf = (rows: Awaited<ReturnType<typeof read>>) =>
  rows.map((row) => 'skipped' in row && row.skipped);

describe('an export of Open WebUI', () => {
  const row = (fields: object = {}, data: object = {}) => ({
    id: 'f1',
    user_id: 'anna',
    type: 'rating',
    data: { rating: 1, model_id: 'llama3.1:8b', comment: '', tags: ['code'], ...data },
    meta: { chat_id: 'c1', message_id: 'm9' },
    created_at: at / 1_000 - 60,
    updated_at: at / 1_000,
    ...fields,
  });

  test('has thumbs with the time at which they were last turned, in seconds', async () => {
    const rows = await read(JSON.stringify([row(), row({}, { rating: -1, comment: 'Wrong.', tags: [] })]));
    expect(rows).toMatchObject([
      {
        from: 'Open WebUI',
        place: 1,
        item: {
          userId: 'anna',
          feedback: {
            kind: 'thumbs-up',
            messageId: 'm9',
            conversationId: 'c1',
            model: 'llama3.1:8b',
            taskType: 'code',
            at,
          },
        },
      },
      { place: 2, item: { feedback: { kind: 'thumbs-down', comment: 'Wrong.', taskType: 'chat' } } },
    ]);
  });

  test('leaves out what rates nothing', async () => {
    expect(
      reasonOf(await read(JSON.stringify([row(), row({ type: 'note' }), row({}, { rating: null })]))),
    ).toEqual([false, 'its type is not "rating"', 'it has neither a value nor a comment']);
  });
});

describe('scores of Langfuse', () => {
  const score = {
    id: 's1',
    traceId: 't1',
    traceUserId: 'anna',
    traceName: 'summary',
    name: 'user_feedback',
    value: 1,
    dataType: 'BOOLEAN',
    comment: null,
    timestamp: '2025-01-05T10:00:00.000Z',
  };
  const first = {
    from: 'Langfuse',
    item: {
      userId: 'anna',
      feedback: { kind: 'thumbs-up', messageId: 't1', model: 'a', taskType: 'summary', at },
    },
  };

  test.each([
    ['one score', JSON.stringify(score, null, 2)],
    ['a page of the API', JSON.stringify({ data: [score], meta: { page: 1 } })],
    ['JSON lines', lines(score)],
    [
      'CSV in snake case with times in UTC',
      'id,trace_id,user_id,trace_name,name,value,data_type,comment,timestamp\ns1,t1,anna,summary,user_feedback,1,BOOLEAN,,2025-01-05 10:00:00.000000\n',
    ],
  ])('are read from %s', async (_what, content) => {
    expect(await read(content, { model: 'a' })).toMatchObject([first]);
  });

  test.each([
    [{ dataType: 'NUMERIC', value: 0.75 }, {}, { kind: 'rating', rating: 75, scale: 'percent' }],
    [
      { dataType: 'NUMERIC', value: 4.5 },
      { scale: 'stars' },
      { kind: 'rating', rating: 4.5, scale: 'stars' },
    ],
    [{ dataType: 'CATEGORICAL', value: 0, stringValue: 'negative' }, {}, { kind: 'thumbs-down' }],
    [{ dataType: 'BOOLEAN', value: 0, observationId: 'o1' }, {}, { kind: 'thumbs-down', messageId: 'o1' }],
  ] as const)('of %j', async (fields, options, feedback) => {
    expect(await read(lines({ ...score, ...fields }), { model: 'a', ...options })).toMatchObject([
      { item: { feedback } },
    ]);
  });

  test('are left out where no user gave them, or nobody says what they count', async () => {
    const rows = await read(
      lines(
        { ...score, source: 'EVAL' },
        { ...score, dataType: 'NUMERIC', value: 4 },
        { ...score, traceUserId: null },
      ),
      { model: 'a' },
    );
    expect(reasonOf(rows)).toEqual([
      'it was given by an evaluator, not by a user',
      'its number is no thumb: say with --scale what it counts',
      'it names no user: name the column with --user, or one for all with --as-user',
    ]);
    expect(reasonOf(await read(lines(score)))[0]).toMatch(/^it names no model/);
  });
});

describe('events of PostHog', () => {
  const event = (name: string, properties: object) => ({
    uuid: 'e1',
    event: name,
    distinct_id: 'anna',
    timestamp: '2025-01-05T10:00:00.000Z',
    properties: { $ai_trace_id: 't1', $ai_model: 'a', ...properties },
  });

  test.each([
    ['survey sent', { $survey_response: '1' }, { kind: 'thumbs-up' }],
    [
      'survey sent',
      { '$survey_response_q-1': 2, '$survey_response_q-2': 'Too long.' },
      { kind: 'thumbs-down', comment: 'Too long.' },
    ],
    ['survey sent', { $survey_response: 'Too long.' }, { kind: 'comment', comment: 'Too long.' }],
    ['$ai_metric', { $ai_metric_name: 'thumbs', $ai_metric_value: 'up' }, { kind: 'thumbs-up' }],
    ['$ai_feedback', { $ai_feedback_text: 'Hm.' }, { kind: 'comment', comment: 'Hm.' }],
  ])('named %s with %j', async (name, properties, feedback) => {
    expect(await read(JSON.stringify({ results: [event(name, properties)] }))).toMatchObject([
      {
        from: 'PostHog',
        item: { userId: 'anna', feedback: { messageId: 't1', model: 'a', at, ...feedback } },
      },
    ]);
  });

  test.each([
    'event,distinct_id,timestamp,properties\nsurvey sent,anna,2025-01-05T10:00:00Z,"{""$ai_trace_id"":""t1"",""$ai_model"":""a"",""$survey_response"":1}"\n',
    'event,distinct_id,timestamp,properties.$ai_trace_id,properties.$ai_model,properties.$survey_response\nsurvey sent,anna,2025-01-05T10:00:00Z,t1,a,1\n',
  ])('are read from CSV', async (content) => {
    expect(await read(content)).toMatchObject([
      { item: { userId: 'anna', feedback: { kind: 'thumbs-up', at } } },
    ]);
  });

  test('are left out where they are no feedback, or about no trace', async () => {
    const rows = await read(
      JSON.stringify([
        event('$pageview', {}),
        event('survey sent', { $survey_response: 1, $ai_trace_id: undefined }),
      ]),
    );
    expect(reasonOf(rows)).toEqual([
      'the event $pageview is no feedback',
      'it is about no trace: it has no $ai_trace_id',
    ]);
  });
});

describe('a table', () => {
  test('is read by the usual names of its columns, with commas, semicolons or tabs', async () => {
    for (const separator of [',', ';', '\t']) {
      const rows = ['User ID,Model,Task,Rating,Timestamp,Message', `anna,a,code,4.5,${at},m1`];
      const content = rows.map((row) => row.replaceAll(',', separator)).join('\r\n');
      expect(await read(`\uFEFF${content}`, { scale: 'stars' })).toMatchObject([
        {
          from: 'table',
          place: 2,
          item: {
            userId: 'anna',
            feedback: { kind: 'rating', rating: 4.5, model: 'a', taskType: 'code', at, messageId: 'm1' },
          },
        },
      ]);
    }
  });

  test('is read where its first line tells what separates the columns, as spreadsheets write it', async () => {
    for (const separator of [';', '|']) {
      const rows = [
        ['User ID', 'Model', 'Task', 'Rating', 'Time', '"a, b, c, d, e, f"'],
        ['anna', 'a', 'code', '4.5', `${at}`, ''],
      ];
      const content = rows.map((row) => row.join(separator)).join('\r\n');
      expect(await read(`\uFEFFsep=${separator}\r\n${content}`, { scale: 'stars' })).toMatchObject([
        { place: 3, item: { userId: 'anna', feedback: { kind: 'rating', rating: 4.5, taskType: 'code' } } },
      ]);
    }
  });

  test('is read by the columns that are named', async () => {
    const rows = await read(`who,which,said,moment\nanna,a,👎,${at / 1_000}\n`, {
      columns: { user: 'who', model: 'which', value: 'said', time: 'moment' },
    });
    expect(rows).toMatchObject([
      { item: { userId: 'anna', feedback: { kind: 'thumbs-down', model: 'a', at } } },
    ]);
  });

  test('identifies a row without the id of a message by its content', async () => {
    const row = { user: 'anna', model: 'a', value: 1, time: at };
    const ids = (await read(lines(row, row, { ...row, user: 'bert' }))).map(
      (found) => 'item' in found && found.item.feedback.messageId,
    );
    expect(ids[0]).toBe(ids[1]);
    expect(ids[2]).not.toBe(ids[0]);
  });

  test('loses no other row by one that is wrong', async () => {
    const good = { user: 7, model: 'a', value: 'up', time: at, id: 12 };
    const wrong = [
      '5',
      JSON.stringify({ ...good, time: '2025-01-05' }),
      JSON.stringify({ ...good, value: 'fine' }),
    ];
    const rows = await read([lines(good), '{"user":', lines(good), ...wrong, lines(good)].join('\n'));
    expect(reasonOf(rows)).toEqual([
      false,
      'is not JSON',
      false,
      'is not an object',
      'at: has no time zone: write it as 2026-06-01T09:00:00Z, with Z for UTC',
      'its value is neither a thumb nor a number',
      false,
    ]);
  });

  test('says that a quote is never closed', async () => {
    const rows = await read(`user,model,value,time\nanna,a,1,${at}\n"bert,a,1,${at}\ncleo,a,1,${at}\n`);
    expect(reasonOf(rows)).toEqual([false, 'is not CSV: a quote is never closed']);
  });
});

describe('an odd first row', () => {
  const event = (fields: object = {}) => ({
    event: '$ai_metric',
    distinct_id: 'anna',
    timestamp: '2025-01-05T10:00:00Z',
    properties: { $ai_trace_id: 't1', $ai_model: 'a', $ai_metric_value: 'up' },
    ...fields,
  });
  const good = [false, false];

  test.each([
    ['of no system', lines({ exported: 'today' }, event(), event())],
    ['that is not JSON', ['{"event": ', lines(event(), event())].join('\n')],
    ['with a list', lines({ data: [], note: 'begin' }, event(), event())],
    ['of another kind', lines(event({ event: '$pageview' }), event(), event())],
    ['in a list', JSON.stringify([7, event(), event()])],
  ])('%s makes no other unreadable', async (_what, content) => {
    const rows = await read(content);
    expect(reasonOf(rows).slice(1)).toEqual(good);
    expect(rows.slice(1)).toMatchObject([{ from: 'PostHog' }, { from: 'PostHog' }]);
  });

  test('later rows that tell no system are of the one before', async () => {
    const rows = await read(lines(event(), event({ distinct_id: undefined, event: undefined })));
    expect(rows).toMatchObject([{ from: 'PostHog' }, { from: 'PostHog' }]);
  });
});

test.each([undefined, null, ''])('a row with the time %j is left out', async (timestamp) => {
  const row = { user: 'anna', model: 'a', value: 'up', time: timestamp };
  const event = {
    event: '$ai_metric',
    distinct_id: 'anna',
    timestamp,
    properties: { $ai_trace_id: 't1', $ai_model: 'a', $ai_metric_value: 'up' },
  };
  for (const one of [row, event])
    expect(reasonOf(await read(lines(one)))).toEqual(['it names no time: name the column with --time']);
});

test('a file that cannot be read, or is neither JSON nor a table, is named', async () => {
  await expect(allOf(readFeedback('/nowhere/export.json', usual))).rejects.toMatchObject({
    code: 'import/no-file',
  });
  await expect(read('{"data": [\n')).rejects.toMatchObject({ code: 'import/unreadable' });
});
