/** Placeholder until connected. */
export const preloadFile = async (): Promise<string | null> => null;
