/** Like `URL.parse`, which Node 18 lacks: `null` for what is no URL. */
export function parseUrl(text: unknown): URL | null {
  try {
    return new URL(String(text));
  } catch {
    return null;
  }
}
