import type { FeedbackExport, Reading, ReadingOptions } from './feedback-export.ts';
import { type Judgment, judgmentIn } from './judgment.ts';
import { isObject, type Row, textIn } from './row.ts';

type Fields = Row['fields'];

/**
 * Events of PostHog, as JSON or CSV: answers to a survey about a trace, where a thumb is 1 for up and 2 for down and text is a
 * comment; and the events `$ai_metric` and `$ai_feedback` of its traces.
 */
export const postHog: FeedbackExport = {
  name: 'PostHog',

  recognizes: (fields) => typeof fields.event === 'string' && 'distinct_id' in fields,

  read(fields, options) {
    const properties = propertiesOf(fields);
    const said = saidBy(String(fields.event), properties, options);
    if ('skipped' in said) return said;
    const reading: Reading = {
      userId: fields.distinct_id ?? options.user,
      feedback: {
        ...said,
        messageId: properties.$ai_trace_id,
        model: properties.$ai_model ?? options.model,
        taskType: properties.task ?? options.task,
        at: fields.timestamp,
      },
    };
    return properties.$ai_trace_id === undefined
      ? { skipped: 'it is about no trace: it has no $ai_trace_id' }
      : reading;
  },
};

/** Nested, as text in a cell, or each in a column of its own. */
function propertiesOf(fields: Fields): Fields {
  if (isObject(fields.properties)) return fields.properties;
  if (typeof fields.properties === 'string') return objectIn(fields.properties);
  const own = Object.entries(fields).filter(
    ([name, value]) => name.startsWith('properties.') && value !== '',
  );
  return Object.fromEntries(own.map(([name, value]) => [name.slice('properties.'.length), value]));
}

function objectIn(text: string): Fields {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

type Said = (Judgment & { readonly comment?: string }) | { readonly skipped: string };

function saidBy(event: string, properties: Fields, { scale }: ReadingOptions): Said {
  switch (event) {
    case 'survey sent':
      return answerOf(properties, scale);
    case '$ai_metric':
      return judgmentIn(properties.$ai_metric_value, scale);
    case '$ai_feedback':
      return { kind: 'comment', comment: textIn(properties.$ai_feedback_text) };
    default:
      return { skipped: `the event ${event.slice(0, 40)} is no feedback` };
  }
}

/** The answer is in `$survey_response`, or in one property a question, named by its id. */
function answerOf(properties: Fields, scale: ReadingOptions['scale']): Said {
  const answers = Object.entries(properties).filter(([name]) => name.startsWith('$survey_response'));
  const given = answers.map(([, value]) => textIn(value)).filter((answer) => answer !== '');
  const number = given.find((answer) => Number.isFinite(Number(answer)));
  const comment = given.find((answer) => !Number.isFinite(Number(answer)));
  const judgment = number === undefined ? { kind: 'comment' as const } : numberIn(number, scale);
  return 'skipped' in judgment || comment === undefined ? judgment : { ...judgment, comment };
}

function numberIn(answer: string, scale: ReadingOptions['scale']): Judgment | { skipped: string } {
  if (scale !== undefined || answer !== '2') return judgmentIn(answer, scale);
  return { kind: 'thumbs-down' };
}
