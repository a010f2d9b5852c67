import { expect, test } from 'vitest';
import { MessageId, ModelName, TaskType, UserId } from '#core/preferences/names.ts';

test.each([
  'gpt-4o-mini',
  '@cf/meta/llama-3-8b-instruct',
  'anthropic.claude-3-5-sonnet-20241022-v2:0',
  'accounts/fireworks/models/llama-v3p1#accounts/me/deployments/7',
  'arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-v2:1',
  'ft:gpt-4o-mini:org::a1B2',
  'llama3.1:8b (local)',
  '~anthropic/latest',
])('%s names a model', (name) => {
  expect(ModelName.parse(name)).toBe(name);
});

// cspell:disable-next-line
test.each(['code', 'write a summary', '要約', 'सारांश', 'خلاصه\u200cنویسی', 'café', '✍️', 'C#'])(
  '%s names a task',
  (name) => {
    expect(TaskType.parse(name)).toBe(name);
  },
);

test.each([
  ['nothing', ''],
  ['a comma', 'a,b'],
  ['a space at its end', 'a '],
  ['two spaces', 'a  b'],
  ['a line break', 'a\nb'],
  ['a line break at its end', 'a\n'],
  ['an escape sequence of a terminal', '\u001b[31ma'],
  ['a mark that turns the writing direction', 'a\u202eb'],
  ['a space that cannot be seen', 'a\u200bb'],
  ['a space of another width', 'a\u00a0b'],
  ['half of a character', 'a\ud800'],
  ['what every object inherits', '__proto__'],
])('a name with %s is refused', (_what, name) => {
  for (const schema of [ModelName, TaskType, MessageId]) expect(schema.safeParse(name).success).toBe(false);
});

test.each([
  'auth0|5f7c8ec7c33c6c004bbafe82',
  'google-oauth2|103547991597142817347',
  'https://login.example.org/users/7+8=15',
  'CN=Anna Berg,OU=Sales',
  'a#b%23',
  'x'.repeat(255),
])('%s is the id of a user', (id) => {
  expect(UserId.parse(id)).toBe(id);
});

test.each(['', ' anna', 'anna ', 'anna\n', 'anna\u0000', 'é', 'x'.repeat(256)])(
  '%j is no id of a user',
  (id) => {
    expect(UserId.safeParse(id).success).toBe(false);
  },
);
