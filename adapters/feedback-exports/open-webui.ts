import type { FeedbackExport } from './feedback-export.ts';
import { judgmentIn } from './judgment.ts';
import { isObject } from './row.ts';

/** The export of feedbacks of Open WebUI: a JSON list. A rating is 1 or -1, times are in seconds. */
export const openWebUi: FeedbackExport = {
  name: 'Open WebUI',

  recognizes: ({ user_id: user, data, meta }) =>
    user !== undefined && isObject(data) && 'rating' in data && isObject(meta),

  read({ user_id: userId, type, data, meta, created_at: created, updated_at: updated }, options) {
    if (!isObject(data) || !isObject(meta)) return { skipped: 'it has no data or no meta' };
    if (type !== undefined && type !== 'rating') return { skipped: 'its type is not "rating"' };
    const judgment = judgmentIn(data.rating, undefined);
    if ('skipped' in judgment) return judgment;
    const [tag] = Array.isArray(data.tags) ? (data.tags as readonly unknown[]) : [];
    const conversation = meta.chat_id;
    return {
      userId: userId ?? options.user,
      feedback: {
        ...judgment,
        messageId: meta.message_id,
        ...(conversation === undefined || conversation === null ? {} : { conversationId: conversation }),
        model: data.model_id ?? options.model,
        taskType: tag ?? options.task,
        comment: data.comment ?? null,
        at: updated ?? created,
      },
    };
  },
};
