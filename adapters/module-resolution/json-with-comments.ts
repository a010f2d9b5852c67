const comments = /("(?:\\.|[^"\\\n])*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;
const trailingCommas = /("(?:\\.|[^"\\\n])*")|,(?=\s*[}\]])/g;

/** The value of JSON as tsconfig.json has it, with comments and trailing commas; undefined if it is not even that. */
export function parseJsonWithComments(text: string): unknown {
  try {
    return JSON.parse(
      text
        .replace(/^\ufeff/, '')
        .replace(comments, '$1')
        .replace(trailingCommas, '$1'),
    );
  } catch {
    return undefined;
  }
}
