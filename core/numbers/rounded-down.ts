/** Two decimals, never above the value: what is just below a limit must not read as if it had reached it. */
export const roundedDown = (value: number): string => (Math.floor(value * 100 + 1e-9) / 100).toFixed(2);
