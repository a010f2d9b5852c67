/** Tells the service's operator what keeps the recorder from measuring well. */
export function warn(problem: string): void {
  process.emitWarning(problem, 'IronclawRecorderWarning');
}
