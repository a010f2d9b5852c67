import { Unavailable } from '#core/errors.ts';

/** A fixed key, empty if the server needs none; or a function that returns the key before each request, with `fresh` after a refusal. */
export type ApiKey = string | ((options?: { readonly fresh: boolean }) => Promise<string>);

/** Sends the request with the key. If the key is refused and has been replaced, tries once more with the new key. */
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
