import { InvalidInput } from '../../errors.ts';
import { withData } from './with-data.ts';

/** Asks for a proposal; what refuses the answer takes its author along, as the error's data `author`. */
export async function inNameOf<Answer>(author: string, ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    throw error instanceof InvalidInput ? withData(error, { author }) : error;
  }
}
