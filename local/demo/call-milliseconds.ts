import { second } from '#core/time.ts';

/** The longest time that the people of the demo wait for a response of the API. */
export const callMilliseconds = 10 * second;
