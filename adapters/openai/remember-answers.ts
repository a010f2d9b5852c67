import { createHash } from 'node:crypto';
import * as z from 'zod';
import { NotFound } from '#core/errors.ts';
import type { ArtifactStore } from '#core/improvements/ports.ts';
import { parseJson } from '#core/validation.ts';
import type { AskModel } from './ask-model.ts';

const Answer = z.object({
  text: z.string(),
  usage: z.array(z.object({ tokens: z.number().nullable(), dollars: z.number().nullable() })),
});
type Answer = z.infer<typeof Answer>;

/**
 * Asks the same question once: a step that died after its answers were paid for finds them when it is repeated. What they
 * cost is counted then, because it was not recorded before. Answers of no use are not remembered.
 *
 * @param model the name, because another model may answer otherwise.
 */
export function rememberAnswers(
  ask: AskModel,
  model: string,
  artifacts: Pick<ArtifactStore, 'read' | 'write'>,
): AskModel {
  return async (instructions, data, count) => {
    const key = keyOf(model, instructions, data);
    const known = await readAnswer(key, artifacts);
    const answer = known ?? (await askAndCollect());
    for (const usage of answer.usage) count?.(usage);
    if (known === null) await artifacts.write(key, JSON.stringify(answer));
    return answer.text;

    async function askAndCollect(): Promise<Answer> {
      const usage: Answer['usage'] = [];
      try {
        return { text: await ask(instructions, data, (one) => usage.push(one)), usage };
      } catch (error) {
        for (const one of usage) count?.(one);
        throw error;
      }
    }
  };
}

/** Below the jobs, with which it expires. */
function keyOf(...question: readonly string[]): string {
  return `jobs/answers/${createHash('sha256').update(JSON.stringify(question)).digest('hex')}.json`;
}

async function readAnswer(key: string, artifacts: Pick<ArtifactStore, 'read'>): Promise<Answer | null> {
  try {
    return parseJson(Answer, await artifacts.read(key), 'a remembered answer', 'model/invalid-memory');
  } catch (error) {
    if (error instanceof NotFound) return null;
    throw error;
  }
}
