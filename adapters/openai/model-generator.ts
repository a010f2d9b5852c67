import { changedFunctions } from '#adapters/ast-grep/changed-functions.ts';
import { InvalidInput } from '#core/errors.ts';
import type {
  CandidateGenerator,
  GenerationRequest,
  Proposal,
  SourceFile,
} from '#core/improvements/candidate/candidate.ts';
import { inNameOf } from '#core/improvements/candidate/in-name-of.ts';
import { withData } from '#core/improvements/candidate/with-data.ts';
import type { ArtifactStore } from '#core/improvements/ports.ts';
import type { ModelAnswer } from './answers/answer.ts';
import { readAnswer } from './answers/read-answer.ts';
import { createAskModel, type ModelOptions } from './ask-model.ts';
import { applyBlocks } from './changes/apply-blocks.ts';
import { applyAllEdits } from './changes/apply-edits.ts';
import { checkChange } from './changes/check-change.ts';
import { chooseFunction, type FunctionChoice } from './choose-function.ts';
import { instructionsFor } from './ideas.ts';
import { describe, instructions } from './prompt.ts';
import { rememberAnswers } from './remember-answers.ts';

interface GeneratorOptions extends ModelOptions {
  /** Where answers are kept, so that none is paid for twice; by default, nowhere. */
  readonly artifacts?: Pick<ArtifactStore, 'read' | 'write'>;
}

/**
 * Asks an OpenAI-compatible model to make the most expensive function faster, by writing it again as a whole or by editing whatever
 * files it thinks are to blame.
 *
 * `propose` throws `Unavailable` if the model gives no answer, and `InvalidInput` with a code `model/...` if its
 * answer is unusable.
 */
export function createModelGenerator({ artifacts, ...options }: GeneratorOptions): CandidateGenerator {
  const asking = createAskModel(options);
  const ask = artifacts ? rememberAnswers(asking, options.model, artifacts) : asking;
  return {
    source: 'model',
    propose: (request) => inNameOf(options.model, () => proposeFor(request)),
  };

  async function proposeFor(request: GenerationRequest): Promise<Proposal | null> {
    const { files, context } = request.snapshot;
    const choice = chooseFunction(request);
    if (!choice) return null;
    const direction = instructionsFor(request.idea, instructions);
    const text = await ask(direction, describe(request, choice), request.count);
    return readUnlessDeclined(text, () => {
      const answer = readAnswer(text);
      const place = changeOf(answer, choice, files, context);
      return {
        source: 'model',
        author: options.model,
        title: answer.title || `Make ${place.function} faster`,
        rationale: answer.rationale,
        ...place,
      };
    });
  }
}

/**
 * A refusal takes the answer with it, so that the model can be shown what it has to correct.
 * @returns null for an answer that says that there is nothing to change: to ask again would bring no other.
 */
function readUnlessDeclined<Read>(answer: string, read: () => Read): Read | null {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    if (error.code === 'model/declined') return null;
    throw withData(error, { answer });
  }
}

/**
 * What the answer changes.
 * @param files of the service. @param context files that are only read.
 * @throws InvalidInput `model/...`.
 */
export function changeOf(
  answer: ModelAnswer,
  choice: FunctionChoice,
  files: readonly SourceFile[],
  context: readonly SourceFile[] = [],
): Pick<Proposal, 'path' | 'function' | 'changes'> {
  const changes = 'edits' in answer ? applyAllEdits(answer.edits, files) : applyBlocks(answer, choice, files);
  checkChange(changes, files, context);
  return { ...mainPlace(changes, choice, files), changes };
}

/** The chosen function if it is changed, or else the first one that is. */
function mainPlace(
  changes: readonly SourceFile[],
  { file, target }: FunctionChoice,
  files: readonly SourceFile[],
): Pick<Proposal, 'path' | 'function'> {
  const changed = changedFunctions(changes, files);
  const chosen = { path: file.path, function: target.name };
  const isChosen = (one: typeof chosen) => one.path === chosen.path && one.function === chosen.function;
  return changed.find(isChosen) ?? changed[0] ?? { ...chosen, path: changes[0]?.path ?? chosen.path };
}
