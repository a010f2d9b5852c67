/**
 * The days on which events happen, day by day, and those of a day in the order of the events.
 *
 * @param {{ name: string, start: number, every: number, until: number | null }[]} events days are whole numbers;
 *   `every` is 0 for what happens once
 * @param {number} from first day, a whole number
 * @param {number} to last day
 * @throws {RangeError} if `every` is negative
 */
export function* occurrences(events, from, to) {
  for (const { name, every } of events)
    if (every < 0) throw new RangeError(`${name}: every must not be negative`);
  for (let day = from; day <= to; day += 1)
    for (const event of events) {
      const began = day >= event.start && (event.until === null || day <= event.until);
      const isDue = event.every === 0 ? day === event.start : (day - event.start) % event.every === 0;
      if (began && isDue) yield { day, name: event.name };
    }
}
