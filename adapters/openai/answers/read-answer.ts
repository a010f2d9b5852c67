import type { AnswerCode, AnswerProse, AnswerText, ModelAnswer } from './answer.ts';
import { readFences } from './fences.ts';
import { readJson } from './json.ts';
import { refuseWithoutCode } from './no-code.ts';
import { readProse } from './prose.ts';
import { readSearchReplace } from './search-replace.ts';
import { refuseSeveralVersions } from './several-versions.ts';
import { withoutThoughts } from './thoughts.ts';
import { readUnifiedDiff } from './unified-diff.ts';
import { readWholeCode } from './whole-code.ts';

/** The forms of an answer. A form that others could be taken for comes before them. */
const readers: readonly ((answer: AnswerText) => (AnswerCode & Partial<AnswerProse>) | null)[] = [
  readJson,
  readSearchReplace,
  readUnifiedDiff,
  readWholeCode,
];

/**
 * Understands a model's answer, in the forms that the instructions ask for and those that models use instead.
 * Takes time in proportion to its length.
 * @throws InvalidInput `model/...` with a sentence that says what is wrong and what to write.
 */
export function readAnswer(content: string): ModelAnswer {
  const text = withoutThoughts(content.replace(/\r\n?/g, '\n').replace(/^\ufeff/gm, ''));
  const answer: AnswerText = { text, blocks: readFences(text) };
  for (const read of readers) {
    const code = read(answer);
    if (code === null) continue;
    refuseSeveralVersions(text);
    return { ...readProse(text), ...code };
  }
  refuseWithoutCode(text);
}
