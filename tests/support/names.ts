import fc from 'fast-check';

/** Ids of users that were made to be mistaken for others: with the separators of our keys, and what encodes them. */
export const trickyUserIds = fc
  .array(fc.constantFrom('a', '#', '%', '%23', '%25', ':', '|', '/', '+', '@', 'USER#', 'FEEDBACK#'), {
    minLength: 1,
    maxLength: 6,
  })
  .map((parts) => parts.join(''));

/** Names of models, tasks and messages of that kind. */
export const trickyNames = fc
  .array(fc.constantFrom('a', '#', '%', '%23', ':', '/', '@cf', 'é', 'e\u0301', '注', 'FEEDBACK#'), {
    minLength: 1,
    maxLength: 6,
  })
  .map((parts) => parts.join(''));
