/**
 * The profiles of users, in the order of their ids; unknown users are left out.
 *
 * @param {{ user(id: string): Promise<{ name: string, teams: string[] } | null>, team(id: string): Promise<{ name: string }> }} client
 * @param {string[]} ids
 * @throws what the client throws first
 */
export async function loadProfiles(client, ids) {
  let profiles = [];
  for (const id of ids) {
    const user = await client.user(id);
    if (!user) continue;
    const teams = [];
    for (const team of user.teams) {
      const { name } = await client.team(team);
      if (!teams.includes(name)) teams.push(name);
    }
    profiles = [...profiles, { id, name: user.name, teams }];
  }
  return profiles;
}
