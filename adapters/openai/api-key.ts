import { Unavailable } from '#core/errors.ts';

/** A key for good, empty where the server wants none; or one to ask for before each request, `fresh` after a refusal. */
export type ApiKey = string | ((options?: { readonly fresh: boolean }) => Promise<string>);

/** Asks with the key; where it is refused and another has taken its place, once more with that one. */
export async function withKey<Answer>(
  apiKey: ApiKey,
  ask: (key: string) => Promise<Answer>,
): Promise<Answer> {
  if (typeof apiKey === 'string') return ask(apiKey);
  const key = await apiKey();
  try {
    return await ask(key);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const fresh = await apiKey({ fresh: true });
    if (fresh === key) throw error;
    return ask(fresh);
  }
}

const isRefusal = (error: unknown): boolean => error instanceof Unavailable && error.data.status === 401;
