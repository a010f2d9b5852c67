import type { CandidateGenerator } from '#core/improvements/candidate/candidate.ts';
import { readAnswer } from './answer.ts';
import { createAskModel, type ModelOptions } from './ask-model.ts';
import { chooseFunction } from './choose-function.ts';
import { describe, instructions } from './prompt.ts';
import { splice } from './splice.ts';

/**
 * Asks an OpenAI-compatible model to rewrite the most expensive function.
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
      const answer = readAnswer(await ask(instructions, describe(request, choice)));
      return {
        source: 'model',
        author: options.model,
        title: answer.title || `Make ${choice.target.name} faster`,
        rationale: answer.rationale,
        path: choice.file.path,
        function: choice.target.name,
        text: splice(choice, answer, request.snapshot.files),
      };
    },
  };
}
