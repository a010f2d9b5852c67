/** Service names become part of keys, paths and token scopes. */
export const serviceNamePattern = /^[a-z][a-z0-9-]{0,39}$/;
