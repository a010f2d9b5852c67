import { createHash } from 'node:crypto';
import type { ColumnRole, FeedbackReader, ReadingOptions } from './feedback-export.ts';
import { judgmentIn } from './judgment.ts';
import type { Row } from './row.ts';

/** Names of columns by what is in them; case and the characters between words do not matter. */
const usualNames: Readonly<Record<ColumnRole, readonly string[]>> = {
  user: ['user', 'user id', 'user name', 'email'],
  model: ['model', 'model id', 'model name'],
  task: ['task', 'task type', 'category'],
  value: ['value', 'rating', 'score', 'feedback', 'thumb', 'thumbs', 'vote'],
  time: ['at', 'time', 'timestamp', 'date', 'created at', 'updated at'],
  message: ['message', 'message id', 'id'],
  comment: ['comment', 'text', 'reason'],
};

/** Any table with a user, a value and a time in each row. A row without the id of a message is identified by its content. */
export const table: FeedbackReader = {
  name: 'table',

  read(fields, options) {
    const cell = (role: ColumnRole) => cellOf(fields, role, options);
    const judgment = judgmentIn(cell('value'), options.scale);
    if ('skipped' in judgment) return judgment;
    return {
      userId: cell('user') ?? options.user,
      feedback: {
        ...judgment,
        messageId: cell('message') ?? identityOf(fields),
        model: cell('model') ?? options.model,
        taskType: cell('task') ?? options.task,
        comment: cell('comment') ?? null,
        at: cell('time'),
      },
    };
  },
};

/** An empty cell is none. */
function cellOf(fields: Row['fields'], role: ColumnRole, { columns }: ReadingOptions): unknown {
  const given = columns[role];
  const names = Object.keys(fields);
  const name =
    given ?? names.find((known) => usualNames[role].some((usual) => simplified(usual) === simplified(known)));
  const value = name === undefined ? undefined : fields[name];
  return value === null || value === '' ? undefined : value;
}

const simplified = (name: string): string => name.toLowerCase().replace(/[^a-z]/g, '');

const identityOf = (fields: Row['fields']): string =>
  `row-${createHash('sha256').update(JSON.stringify(fields)).digest('hex').slice(0, 32)}`;
