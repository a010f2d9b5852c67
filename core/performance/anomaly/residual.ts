const secondsPerDay = 86_400;
const secondsPerPlace = 600;
/** The weight of a new value in the level, the time of day and the noise. */
const follows = { level: 0.1, timeOfDay: 0.3, noise: 0.002 } as const;
/** Once the noise is known, a deviation updates it by at most this many times the noise. */
const mostOfNoise = 6;
const known = 20;
const mostDeviations = 30;

/** The distance of a value from the series' current level or from its value at this time of day, whichever is nearer. */
export class Residual {
  #count = 0;
  #level = 0;
  readonly #byTimeOfDay = new Map<number, number>();
  #noise = 0;

  /**
   * @param at seconds since 1970.
   * @returns standard deviations of the noise, at most 30; 0 if the series never varied.
   */
  next(value: number, at: number): number {
    this.#count += 1;
    if (this.#count === 1) this.#level = value;
    const place = Math.floor((at % secondsPerDay) / secondsPerPlace);
    const before = this.#byTimeOfDay.get(place);
    const fromLevel = Math.abs(value - this.#level);
    const distance = before === undefined ? fromLevel : Math.min(fromLevel, Math.abs(value - before));
    // The standard deviation of a normal distribution is 1.2533 times its mean absolute deviation.
    const deviations = this.#noise > 0 ? Math.min(mostDeviations, distance / (1.2533 * this.#noise)) : 0;
    this.#follow(value, distance, place, before);
    return deviations;
  }

  #follow(value: number, distance: number, place: number, before: number | undefined): void {
    const counted =
      this.#count > known && this.#noise > 0 ? Math.min(distance, mostOfNoise * this.#noise) : distance;
    this.#noise += Math.max(follows.noise, 1 / this.#count) * (counted - this.#noise);
    this.#level += follows.level * (value - this.#level);
    this.#byTimeOfDay.set(
      place,
      before === undefined ? value : before + follows.timeOfDay * (value - before),
    );
  }
}
