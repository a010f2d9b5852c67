/** Requests per second (`rate`) and requests at once (`burst`), over all routes together. */
export interface Throttle {
  readonly rate: number;
  readonly burst: number;
}

/** What the API accepts unless an installation is configured otherwise. */
export const defaultThrottle: Throttle = { rate: 100, burst: 200 };
