/*
 * What a service measured of those that it calls is kept like the windows of a service of its own, whose endpoints are the
 * names of the called: no rule about a service's own requests meets it by chance.
 */

/** Under which name a service's calls are kept; no service can have it. */
export const outgoingCallsOf = (service: string): string => `${service}/calls`;
