import type { OutcomeRow } from '#core/improvements/outcomes/outcome-table.ts';
import { type ApiAccess, askApi } from '../api/ask-api.ts';

/** @param service also at this one alone. @throws what `askApi` throws. */
export async function fetchOutcomes(access: ApiAccess, service?: string): Promise<readonly OutcomeRow[]> {
  const query = service === undefined ? '' : `?${new URLSearchParams({ service }).toString()}`;
  const { rows } = await askApi<{ rows: readonly OutcomeRow[] }>(access, `/improvements/outcomes${query}`);
  return rows;
}
