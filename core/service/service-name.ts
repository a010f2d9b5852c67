/** A service's name. It becomes part of keys, of paths and of the scopes of tokens. */
export const serviceNamePattern = /^[a-z][a-z0-9-]{0,39}$/;
