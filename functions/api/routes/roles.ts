/** Who a route is for. `anyone` needs no token. */
export const roles = ['user', 'service', 'viewer', 'operator', 'approver'] as const;
export type Role = (typeof roles)[number];

/** A role brings the roles listed here with it. */
const includes: Partial<Record<Role, readonly Role[]>> = {
  operator: ['viewer'],
  approver: ['viewer'],
};

export function hasRole(held: readonly string[], wanted: Role): boolean {
  return held.some((role) => role === wanted || includes[role as Role]?.includes(wanted));
}
