import { InvalidInput } from '#core/errors.ts';

/** The model answered, but the answer is unusable. */
export function refuse(code: string, sentence: string, data: Readonly<Record<string, unknown>> = {}): never {
  throw new InvalidInput(sentence, { code: `model/${code}`, fault: 'dependency', data });
}
