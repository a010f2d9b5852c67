const formats = new Map<string, Intl.DateTimeFormat>();
/** There are some six hundred names; a name in other letters is the same zone under another key. */
const mostFormats = 2_000;

/**
 * The hour and the weekday of a time zone's clock. Making a format costs some hundred times as much as using it.
 * @throws RangeError for a zone that the runtime does not know.
 */
export function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en', {
    hour: 'numeric',
    hourCycle: 'h23',
    weekday: 'short',
    timeZone,
  });
  if (formats.size < mostFormats) formats.set(timeZone, made);
  return made;
}

/** Whether the runtime knows this time zone. */
export function isTimeZone(name: string): boolean {
  try {
    clockOf(name);
    return true;
  } catch {
    return false;
  }
}
