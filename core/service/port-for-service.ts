/** Linux takes ports from 32768 on for connections, other systems from 49152. Below 20000 are those of well-known programs. */
const [lowest, count] = [20_000, 12_000];

/**
 * A port for a service whose start is waited for by connecting to it. It must be none that the system may give to the
 * connection itself: a connection from a port to the same port succeeds before anything listens there, and then holds the
 * port, so that the service cannot start.
 * @param random uniform in [0, 1).
 */
export const portForService = (random: () => number): number => lowest + Math.floor(random() * count);
