/** The model that the environment names; null if none. The variables are those that OpenAI's own tools read. */
export function modelFromEnvironment(environment: NodeJS.ProcessEnv) {
  const { OPENAI_BASE_URL: url, OPENAI_API_KEY: key, IRONCLAW_MODEL: name = 'gpt-4.1' } = environment;
  const prices = environment.IRONCLAW_MODEL_PRICES;
  if (!url && !key) return null;
  return {
    url: url || 'https://api.openai.com/v1',
    name,
    ...(key ? { key } : {}),
    ...(prices ? { prices } : {}),
  };
}
