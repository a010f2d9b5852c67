/**
 * The visits of each user: pages in the order of the first visit, how many visits, and the longest time between two.
 *
 * @param {{ user: string | number, page: string, at: number }[]} visits `1` and `'1'` are two users;
 *   numbers are whole
 * @returns {Map<string | number, { pages: Set<string>, count: number, longestBreak: number }>} in the order of their first visit
 */
export function groupVisits(visits) {
  const users = visits.map(({ user }) => user).filter((user, i, all) => all.indexOf(user) === i);
  return new Map(
    users.map((user) => {
      const own = visits.filter((visit) => visit.user === user);
      const times = own.map(({ at }) => at).sort((a, b) => a - b);
      const breaks = times.slice(1).map((at, i) => at - times[i]);
      return [
        user,
        {
          pages: new Set(own.map(({ page }) => page)),
          count: own.length,
          longestBreak: breaks.reduce((longest, time) => Math.max(longest, time), 0),
        },
      ];
    }),
  );
}
