import { outcomeTable } from '#core/improvements/outcomes/outcome-table.ts';
import { readOutcomes } from '#core/improvements/outcomes/read-outcomes.ts';
import { stores } from '../composition/stores.ts';
import { endpoint } from './middleware/endpoint.ts';
import { improvements } from './routes/improvements.ts';

export const handler = endpoint(improvements['list-outcomes'], async ({ query: { service } }) => {
  const rows = outcomeTable(await readOutcomes(stores().improvements, service ?? null));
  return { rows: rows.filter((row) => service === undefined || [service, null].includes(row.service)) };
});
