/** To two decimal places. */
export const round = (value: number): number => Math.round(value * 100) / 100;
