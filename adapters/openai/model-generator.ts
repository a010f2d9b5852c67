import { namedFunctions } from '#adapters/ast-grep/named-functions.ts';
import { parseSource } from '#adapters/ast-grep/syntax.ts';
import { InvalidInput } from '#core/errors.ts';
import type { CandidateGenerator, Proposal, SourceFile } from '#core/improvements/candidate/candidate.ts';
import { type ModelAnswer, readAnswer } from './answer.ts';
import { applyEditBlocks } from './apply-edits.ts';
import { createAskModel, type ModelOptions } from './ask-model.ts';
import { checkChange } from './check-change.ts';
import { chooseFunction, type FunctionChoice } from './choose-function.ts';
import { instructionsFor } from './ideas.ts';
import { describe, instructions } from './prompt.ts';
import { splice } from './splice.ts';

/**
 * Asks an OpenAI-compatible model to make the most expensive function faster, by writing it again as a whole or by editing whatever
 * files it thinks are to blame.
 *
 * `propose` throws `Unavailable` if the model gives no answer, and `InvalidInput` with a code `model/...` if its
 * answer is unusable.
 */
export function createModelGenerator(options: ModelOptions): CandidateGenerator {
  const ask = createAskModel(options);
  return {
    source: 'model',
    async propose(request) {
      const choice = chooseFunction(request);
      if (!choice) return null;
      const direction = instructionsFor(request.idea, instructions);
      const text = await ask(direction, describe(request, choice), request.count);
      return withAnswer(text, () => {
        const answer = readAnswer(text);
        const place = changeOf(answer, choice, request.snapshot.files);
        return {
          source: 'model',
          author: options.model,
          title: answer.title || `Make ${place.function} faster`,
          rationale: answer.rationale,
          ...place,
        };
      });
    },
  };
}

/** A refusal takes the answer with it, so that the model can be shown what it has to correct. */
function withAnswer<Read>(answer: string, read: () => Read): Read {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    const { message, code, fault, data } = error;
    throw new InvalidInput(message, { code, fault, data: { ...data, answer } });
  }
}

/** What the answer changes. @throws InvalidInput `model/...`. */
export function changeOf(
  answer: ModelAnswer,
  choice: FunctionChoice,
  files: readonly SourceFile[],
): Pick<Proposal, 'path' | 'function' | 'changes'> {
  const changes =
    'edits' in answer
      ? applyEditBlocks(answer.edits, files)
      : [{ path: choice.file.path, text: splice(choice, answer) }];
  for (const change of changes) checkChange(change, files);
  return { ...mainPlace(changes, choice, files), changes };
}

/** The chosen function if it is changed, or else the first one that is. */
function mainPlace(
  changes: readonly SourceFile[],
  { file, target }: FunctionChoice,
  files: readonly SourceFile[],
): Pick<Proposal, 'path' | 'function'> {
  const changed = changes.flatMap(({ path, text }) => {
    const before = files.find((known) => known.path === path)?.text ?? '';
    const was = namedFunctions(parseSource(path, before));
    return was
      .filter(({ declaration }) => !text.includes(declaration.text()))
      .map(({ name }) => ({ path, function: name }));
  });
  const chosen = { path: file.path, function: target.name };
  const isChosen = (one: typeof chosen) => one.path === chosen.path && one.function === chosen.function;
  return changed.find(isChosen) ?? changed[0] ?? { ...chosen, path: changes[0]?.path ?? chosen.path };
}
