/**
 * The best players: by score, then by the time they took, then in their order. Players of one score share a rank, and the
 * rank after them is left out: 1, 2, 2, 4.
 *
 * @param {{ name: string, score: number, seconds: number }[]} players scores and seconds are finite
 * @param {number} most players to give, a whole number
 * @returns {{ rank: number, name: string, score: number }[]}
 */
export function leaderboard(players, most) {
  const sorted = [...players];
  for (let i = 0; i < sorted.length; i += 1)
    for (let j = sorted.length - 1; j > i; j -= 1)
      if (isBetter(sorted[j], sorted[j - 1])) [sorted[j - 1], sorted[j]] = [sorted[j], sorted[j - 1]];
  return sorted.slice(0, Math.max(0, most)).map(({ name, score }) => ({
    rank: 1 + players.filter((other) => other.score > score).length,
    name,
    score,
  }));
}

const isBetter = (a, b) => a.score > b.score || (a.score === b.score && a.seconds < b.seconds);
