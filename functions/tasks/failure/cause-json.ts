/** The JSON that a failure's cause is, or has after a sentence (as `Lambda.Unknown` tells of its payload), if any. */
export function causeJson(cause: string): unknown {
  try {
    return JSON.parse(cause.replace(/^.*Returned payload: (?=\{)/s, ''));
  } catch {
    return undefined;
  }
}
