import type { staticFindingsView } from '#functions/api/views/static-findings.ts';
import { type ApiAccess, askApi } from '../api/ask-api.ts';

export type StaticFindingsView = ReturnType<typeof staticFindingsView>;

/** Fetches the ranked static findings of a service; null if it was never scanned. @throws what `askApi` throws. */
export async function fetchStaticFindings(access: ApiAccess, service: string): Promise<StaticFindingsView> {
  const query = new URLSearchParams({ service });
  const { staticFindings } = await askApi<{ staticFindings: StaticFindingsView }>(
    access,
    `/improvements/opportunities?${query.toString()}`,
  );
  return staticFindings;
}
