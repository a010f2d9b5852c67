import type { SourceFile } from '#core/improvements/candidate/candidate.ts';
import type { Edit } from '../answers/answer.ts';
import { refuse } from '../refuse.ts';
import { applyEdit, type Line } from './apply-edit.ts';
import { findFile, newPath } from './find-file.ts';
import { type Layout, layoutOf, linesOf, textOf } from './layout.ts';

/** More edits change more lines than a candidate may. */
const mostEdits = 200;

/** A file while it is edited. */
interface Draft {
  readonly path: string;
  readonly layout: Layout;
  readonly original: readonly Line[];
  readonly lines: readonly Line[];
}

/**
 * The files that the edits change or create, after the change. Line ends, mark and last line end of a file stay what they are.
 * An edit means the file as it was, or else what the edits before it wrote.
 * @throws InvalidInput `model/too-many-edits`, `model/unknown-file`, `model/nothing-sought`, `model/unchanged` or those of `applyEdit`.
 */
export function applyAllEdits(edits: readonly Edit[], files: readonly SourceFile[]): readonly SourceFile[] {
  if (edits.length > mostEdits)
    refuse('too-many-edits', `The answer has ${edits.length} edits: write at most ${mostEdits}.`);
  const drafts = new Map<string, Draft>();
  for (const [i, edit] of edits.entries()) {
    const draft = edited(edit, i + 1, drafts, files);
    drafts.set(draft.path, draft);
  }
  const before = new Map(files.map(({ path, text }) => [path, text]));
  const changed = [...drafts.values()]
    .map(({ path, lines, layout }) => ({
      path,
      text: textOf(
        lines.map(({ text }) => text),
        layout,
      ),
    }))
    .filter(({ path, text }) => before.get(path) !== text);
  if (changed.length === 0)
    refuse('unchanged', 'The edits change nothing: each replaces lines by the same lines.');
  return changed;
}

function edited(
  edit: Edit,
  number: number,
  drafts: ReadonlyMap<string, Draft>,
  files: readonly SourceFile[],
): Draft {
  const added = newPath(edit.path, files);
  const file = edit.search === '' ? files.find((known) => known.path === added) : findFile(edit.path, files);
  const path = file?.path ?? added;
  const draft = drafts.get(path) ?? (file && draftOf(file));
  if (draft && edit.search === '')
    refuse(
      'nothing-sought',
      `Edit ${number} of ${path} says nothing of what it replaces: write the lines that it replaces, or those beside new ones, above the line =======.`,
    );
  if (draft)
    return { ...draft, lines: applyEdit(edit, draft.lines, { path, number, original: draft.original }) };
  if (edit.search !== '')
    refuse(
      'unknown-file',
      `Edit ${number} is of ${path}, and the service has no such source file: take a path from the data, or leave the lines above the line ======= empty for a new file.`,
    );
  return draftOf({ path, text: edit.replacement });
}

function draftOf({ path, text }: SourceFile): Draft {
  const layout = layoutOf(text);
  const lines = linesOf(text, layout).map((line) => ({ text: line, isWritten: false }));
  return { path, layout, original: lines, lines };
}
