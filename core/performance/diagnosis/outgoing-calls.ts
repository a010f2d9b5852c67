/*
 * A service's measurements of its outgoing calls are kept as windows of a separate service, whose endpoints are the
 * callees' names. That way, no rule about a service's own requests applies to them by accident.
 */

/** The name under which a service's calls are kept; no service can have this name. */
export const outgoingCallsOf = (service: string): string => `${service}/calls`;
