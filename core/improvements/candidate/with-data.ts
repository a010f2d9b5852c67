import { InvalidInput } from '../../errors.ts';

/** The same refusal with more data. */
export function withData(refusal: InvalidInput, more: InvalidInput['data']): InvalidInput {
  const { message, code, fault, data } = refusal;
  return new InvalidInput(message, { code, fault, data: { ...data, ...more }, cause: refusal });
}
