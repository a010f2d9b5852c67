import { InvalidInput } from '../../errors.ts';

/** Asks for a proposal; what refuses the answer takes its author along, as the error's data `author`. */
export async function inNameOf<Answer>(author: string, ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    const { message, code, fault, data } = error;
    throw new InvalidInput(message, { code, fault, data: { ...data, author }, cause: error });
  }
}
