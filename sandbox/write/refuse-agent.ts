import { InvalidInput } from '#core/errors.ts';

/** Ends the judgment of what an agent left. @param deed the rest of a sentence that begins with "The agent". */
export function refuseAgent(deed: string): never {
  throw new InvalidInput(`The agent ${deed}.`, { code: 'agent/refused', fault: 'dependency' });
}
