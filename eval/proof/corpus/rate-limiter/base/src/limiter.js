/** Allows each key so many calls in a window of time that slides. Times are milliseconds, and may go back. */
export class RateLimiter {
  #limit;
  #window;
  #hits = [];

  /** @throws {RangeError} unless both are above 0 */
  constructor(limit, window) {
    if (!(limit > 0) || !(window > 0)) throw new RangeError('limit and window must be above 0');
    this.#limit = limit;
    this.#window = window;
  }

  /** Whether the key may call now; if so, it counts. What is older than a window before the latest time is forgotten. */
  allow(key, now) {
    this.#hits = this.#hits.filter(({ at }) => at > now - this.#window);
    if (this.#hits.filter((hit) => hit.key === key).length >= this.#limit) return false;
    this.#hits.push({ key, at: now });
    return true;
  }

  /** How many more calls the key may make now. */
  remaining(key, now) {
    const used = this.#hits.filter((hit) => hit.key === key && hit.at > now - this.#window).length;
    return Math.max(0, this.#limit - used);
  }

  /** Forgets a key. Returns how many calls it forgets. */
  reset(key) {
    const before = this.#hits.length;
    this.#hits = this.#hits.filter((hit) => hit.key !== key);
    return before - this.#hits.length;
  }
}
