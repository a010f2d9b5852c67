import { expect, test } from 'vitest';
import { Unavailable } from '#core/errors.ts';
import type { Draft } from '#local/onboarding/answers.ts';
import type { Tried } from '#local/onboarding/trials/try-checks.ts';
import { tryOnNodes } from '#local/onboarding/trials/try-on-nodes.ts';
import { viewTexts } from '../../../../support/file-view.ts';

const said = { view: viewTexts({ 'package.json': '{}' }), asked: null };
const draft: Draft = {
  name: 'shop',
  language: 'javascript',
  commands: { start: 'node app.js', test: 'true' },
};

const triedOn = (asked: Draft, isUsable: boolean): Tried => {
  const detail = isUsable ? '' : 'SyntaxError: Unexpected identifier';
  const verdict = isUsable ? 'works' : 'fails';
  return { draft: asked, rows: [{ what: 'start', found: 'node app.js', verdict, detail }], isUsable };
};
const tryWhere = (isUsable: (asked: Draft) => boolean, asked: Draft = draft) =>
  tryOnNodes(
    asked,
    said,
    () => undefined,
    async (other) => triedOn(other, isUsable(other)),
  );

test('a service that starts on an older Node alone is described with it, and the table says so', async () => {
  const { draft: settled, rows } = await tryWhere(({ node }) => node === '20');

  expect(settled.node).toBe('20');
  expect(rows[0]).toMatchObject({ what: 'node', found: '20', verdict: 'partly' });
});

test('what starts nowhere, or on the Node that an answer names, keeps its first trial', async () => {
  expect((await tryWhere(() => false)).draft).toBe(draft);
  const named = { ...draft, node: '22' };
  expect((await tryWhere(() => false, named)).draft).toBe(named);
});

test('an older Node that cannot be installed changes nothing', async () => {
  const tried = tryOnNodes(
    draft,
    said,
    () => undefined,
    async (asked) => {
      if (asked.node === undefined) return triedOn(asked, false);
      throw new Unavailable('no registry', { code: 'node/not-installable' });
    },
  );

  expect((await tried).draft).toBe(draft);
});
