import { type ApiAccess, askApi } from '../api/ask-api.ts';
import type { EvidenceSource } from './evidence-lines.ts';

/** Fetches an improvement with its evidence. @throws what `askApi` throws. */
export const fetchEvidence = (access: ApiAccess, improvement: string): Promise<EvidenceSource> =>
  askApi(access, `/improvements/${encodeURIComponent(improvement)}`);
