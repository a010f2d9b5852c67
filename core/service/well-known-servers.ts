/** Servers that a service may need beside itself, with the port that they usually have. */
export const wellKnownServers = {
  PostgreSQL: 5432,
  Redis: 6379,
  MongoDB: 27017,
  MySQL: 3306,
  RabbitMQ: 5672,
} as const;
export type WellKnownServer = keyof typeof wellKnownServers;

/** "PostgreSQL (port 5432)", "what listens on port 4000"; "another server" where the port is not known. */
export function serverAt(port: string): string {
  if (port === '') return 'another server';
  const [known] = Object.entries(wellKnownServers).find(([, usual]) => String(usual) === port) ?? [];
  return known === undefined ? `what listens on port ${port}` : `${known} (port ${port})`;
}
