import { attempt } from './attempt.ts';

/** Tells the service's operator what keeps the recorder from measuring well. */
export function warn(problem: string): void {
  attempt(() => process.emitWarning(problem, 'IronclawRecorderWarning'));
}
