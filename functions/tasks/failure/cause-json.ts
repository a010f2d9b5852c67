/** The JSON in a failure's cause, alone or after a sentence (as in `Lambda.Unknown`), if any. */
export function causeJson(cause: string): unknown {
  try {
    return JSON.parse(cause.replace(/^.*Returned payload: (?=\{)/s, ''));
  } catch {
    return undefined;
  }
}
