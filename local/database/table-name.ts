/** The learning table of one machine. */
export const tableName = 'ironclaw-learning';
