import type { FeedbackExport, ReadingOptions } from './feedback-export.ts';
import { type Judgment, judgmentIn } from './judgment.ts';
import type { Row } from './row.ts';

type Fields = Row['fields'];

/**
 * Scores of Langfuse: of its API and its table in `camelCase`, of its exports to files in `snake_case`, as JSON or CSV. A score
 * belongs to an observation or to a whole trace. It names no model: that is an option.
 */
export const langfuse: FeedbackExport = {
  name: 'Langfuse',

  recognizes: (fields) =>
    first(fields, 'traceId', 'trace_id') !== undefined &&
    'name' in fields &&
    ('dataType' in fields || 'data_type' in fields || 'source' in fields),

  read(fields, options) {
    if (fields.source === 'EVAL') return { skipped: 'it was given by an evaluator, not by a user' };
    const judgment = judgmentOf(fields, options);
    if ('skipped' in judgment) return judgment;
    return {
      userId: first(fields, 'traceUserId', 'userId', 'user_id') ?? options.user,
      feedback: {
        ...judgment,
        messageId: first(fields, 'observationId', 'observation_id', 'traceId', 'trace_id'),
        model: first(fields, 'model', 'modelName') ?? options.model,
        taskType: first(fields, 'traceName', 'trace_name') ?? options.task,
        comment: first(fields, 'comment') ?? null,
        at: withZone(first(fields, 'timestamp', 'createdAt', 'created_at')),
      },
    };
  },
};

function judgmentOf(fields: Fields, { scale }: ReadingOptions): Judgment | { skipped: string } {
  const type = first(fields, 'dataType', 'data_type');
  const value = first(fields, 'value');
  if (type === 'CATEGORICAL' || type === 'TEXT')
    return judgmentIn(first(fields, 'stringValue', 'string_value') ?? value, undefined);
  if (type === 'BOOLEAN') return judgmentIn(value, undefined);
  const number = Number(value);
  const isShare = scale === undefined && number > 0 && number < 1;
  return isShare ? { kind: 'rating', rating: 100 * number, scale: 'percent' } : judgmentIn(value, scale);
}

/** The value of the first of these fields that has one: empty cells of CSV have none. */
function first(fields: Fields, ...names: readonly string[]): unknown {
  return names
    .map((name) => fields[name])
    .find((value) => value !== undefined && value !== null && value !== '');
}

/** Times in its exports to files have no zone; they are in UTC. */
function withZone(time: unknown): unknown {
  return typeof time === 'string' && /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?$/.test(time)
    ? `${time}Z`
    : time;
}
