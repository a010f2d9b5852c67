/** Placeholder value of a secret until an operator sets it. The stack writes it, and readers reject it. */
export const unsetSecret = 'replace-me';
