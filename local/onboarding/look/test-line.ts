import type { FileView } from './file-view.ts';

/** How the tests of a package are run so that they write a report, or why that is not known. */
export type TestLine =
  | { readonly runner: string; readonly line: string; readonly note?: string }
  | { readonly runner: null; readonly why: string };

/** Finds it in a package's files. */
export type TestLineOf = (project: FileView) => TestLine;
export const testLineOf: TestLineOf = () => ({ runner: null, why: 'No runner.' });
