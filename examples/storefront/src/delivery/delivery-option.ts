import { HttpError } from '../http-error.ts';

/** Days in transit, by delivery option. */
const daysOnTheRoad = new Map([
  ['standard', 3],
  ['express', 1],
  ['pickup', 2],
]);

export interface DeliveryOption {
  readonly name: string;
  readonly days: number;
}

export function deliveryOption(name: unknown): DeliveryOption {
  const days = typeof name === 'string' ? daysOnTheRoad.get(name) : undefined;
  if (typeof name !== 'string' || days === undefined) {
    throw new HttpError(400, `The option is one of ${[...daysOnTheRoad.keys()].join(', ')}.`);
  }
  return { name, days };
}
