/**
 * The documents that hold a word of the query, the best first; of two with one score, in their order.
 *
 * @param {{ id: string, title: string, text: string }[]} documents
 * @param {string} query words, in any case
 * @returns {{ id: string, score: number }[]}
 */
export function search(documents, query) {
  return documents
    .map(({ id, title, text }) => ({ id, score: scoreOf(title, text, query) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score);
}

/** Three points for each time that a word of the query stands in the title, one for each in the text. */
function scoreOf(title, text, query) {
  let score = 0;
  for (const word of wordsOf(query)) {
    score += 3 * wordsOf(title).filter((other) => other === word).length;
    score += wordsOf(text).filter((other) => other === word).length;
  }
  return score;
}

/** Lower-case words of letters and digits. */
function wordsOf(text) {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
