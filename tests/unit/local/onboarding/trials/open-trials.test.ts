import { expect, onTestFinished, test } from 'vitest';
import { openProject } from '#local/onboarding/open-project.ts';
import { openTrials } from '#local/onboarding/trials/open-trials.ts';
import { folderWith } from '../../../../support/folder-with.ts';
import { commitAll } from '../../../../support/git.ts';

test('each committed file is looked at as it is, whatever the repository keeps out of its archives', async () => {
  const folder = folderWith({
    '.gitattributes': 'test export-ignore\nversion.js export-subst\n',
    'test/a.test.js': '',
    'version.js': '$Format:%H$',
  });
  commitAll(folder);

  const trials = await openTrials(await openProject(folder), AbortSignal.any([]));
  onTestFinished(() => trials.close());

  expect(trials.files.paths).toEqual(['.gitattributes', 'test/a.test.js', 'version.js']);
  expect(trials.files.read('version.js')).toBe('$Format:%H$');
});
