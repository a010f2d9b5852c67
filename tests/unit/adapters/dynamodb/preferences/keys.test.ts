import fc from 'fast-check';
import { expect, test } from 'vitest';
import { feedbackKey, profileKey, readFeedbackKey } from '#adapters/dynamodb/preferences/keys.ts';
import { trickyNames, trickyUserIds } from '../../../../support/names.ts';

test('a key of feedback names its user and its message, and no others', () => {
  fc.assert(
    fc.property(trickyUserIds, trickyNames, (userId, messageId) => {
      const { pk, sk } = feedbackKey(userId, messageId);
      expect(readFeedbackKey(pk, sk)).toEqual({ userId, messageId });
      expect(profileKey(userId)).not.toEqual({ pk, sk });
    }),
  );
});
