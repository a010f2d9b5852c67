import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { changeset } from '#core/improvements/documents/changeset.ts';
import { withEntry } from '#core/improvements/documents/unreleased-section.ts';
import type { ReleaseJob } from '#core/improvements/jobs.ts';
import type { Git } from '../git/git.ts';
import { editedAmong } from '../git/work-tree.ts';
import { isFree, textAt } from './repository-file.ts';

interface Document {
  readonly path: string;
  readonly text: string;
}

const changelogName = /^(changelog|changes|history)(\.(md|markdown))?$/i;

/**
 * Adds the page and the changelog entry to the work tree and its index. What the repository has no place for is left out:
 * a page whose path is taken or ignored, an entry without a changelog that has an unreleased section. So is what somebody is
 * editing in the operator's work tree: the fix does not wait for it. Nothing is overwritten.
 *
 * @param changed the files that the improvement changes.
 * @param workTree the operator's, if it has the branch checked out.
 */
export async function addDocuments(
  git: Git,
  { improvementId, documents }: Pick<ReleaseJob, 'improvementId' | 'documents'>,
  { changed, workTree }: { readonly changed: readonly string[]; readonly workTree: Git | null },
): Promise<void> {
  const { page, changelogEntry } = documents;
  const addUnlessEdited = async (document: Document) => {
    const edited = workTree === null ? [] : await editedAmong(workTree, [document.path]);
    if (edited.length === 0) await add(git, document);
  };
  if (page !== null && (await isFree(git.folder, page.path))) await addUnlessEdited(page);
  if (changelogEntry === null) return;
  const entry =
    (await asChangeset(git.folder, changelogEntry, { improvementId, changed })) ??
    (await inChangelog(git.folder, changelogEntry));
  if (entry !== null) await addUnlessEdited(entry);
}

async function add(git: Git, { path, text }: Document): Promise<void> {
  const isIgnored = await git('check-ignore', '--quiet', '--', path).then(
    () => true,
    () => false,
  );
  if (isIgnored) return;
  await mkdir(join(git.folder, dirname(path)), { recursive: true });
  await writeFile(join(git.folder, path), text);
  await git('add', '--', path);
}

/** Where changesets are kept, nobody but their tool writes the changelog. */
async function asChangeset(
  tree: string,
  entry: string,
  { improvementId, changed }: { improvementId: string; changed: readonly string[] },
): Promise<Document | null> {
  const path = `.changeset/ironclaw-${improvementId}.md`;
  if ((await textAt(tree, '.changeset/config.json')) === null || !(await isFree(tree, path))) return null;
  const text = changeset(await packageOf(tree, dirname(changed[0] ?? '')), entry);
  return text === null ? null : { path, text };
}

/** The name in the nearest package.json above; null for the root of a workspace, which is no package of its own. */
async function packageOf(tree: string, folder: string): Promise<unknown> {
  const text = await textAt(tree, join(folder, 'package.json'));
  if (text === null) return folder === '.' ? null : packageOf(tree, dirname(folder));
  const { name, workspaces } = propertiesOf(text);
  const isWorkspace =
    workspaces !== undefined || (await textAt(tree, join(folder, 'pnpm-workspace.yaml'))) !== null;
  return isWorkspace ? null : name;
}

function propertiesOf(json: string): { readonly name?: unknown; readonly workspaces?: unknown } {
  try {
    return Object(JSON.parse(json));
  } catch {
    return {};
  }
}

async function inChangelog(tree: string, entry: string): Promise<Document | null> {
  const names = (await readdir(tree)).filter((name) => changelogName.test(name)).toSorted();
  for (const path of names) {
    const before = await textAt(tree, path);
    const text = before === null ? null : withEntry(before, entry);
    if (text !== null) return { path, text };
  }
  return null;
}
