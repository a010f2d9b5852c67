/** What stands in a secret until its operator has set it; the stack writes it, and its readers refuse it. */
export const unsetSecret = 'replace-me';
