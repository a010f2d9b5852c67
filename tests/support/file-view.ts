import { type FileView, viewOf } from '#local/onboarding/look/file-view.ts';

/** Files by their text. */
export const viewTexts = (texts: Readonly<Record<string, string>>): FileView =>
  viewOf(Object.keys(texts), (path) => texts[path] ?? '');
