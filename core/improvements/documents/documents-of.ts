import type { Service } from '../../service/service.ts';
import type { Documents } from '../jobs.ts';
import { describeInterval } from '../speed-interval.ts';
import { improvementPage, type ShippedImprovement } from './improvement-page.ts';
import { asMarkdown } from './markdown.ts';

/**
 * What the release writes about the improvement into its service's repository, as the manifest wants it. The page is named
 * after the day on which the deployment began.
 */
export function documentsOf(
  improvement: ShippedImprovement,
  service: Pick<Service, 'manifest' | 'deployment'>,
): Documents {
  const { pages, changelog } = service.manifest.documents;
  const day = new Date(improvement.updatedAt).toISOString().slice(0, 10);
  return {
    page:
      pages === false
        ? null
        : { path: `${pages}/${day}-${improvement.id}.md`, text: improvementPage(improvement, service) },
    changelogEntry: changelog ? changelogEntry(improvement) : null,
  };
}

/** "Look prices up in an index. GET /prices: 5.71x faster (95 % CI 5.30 to 6.02)". */
function changelogEntry({ candidate, endpoint, report }: ShippedImprovement): string {
  const gain = report?.benchmark ? `: ${describeInterval(report.benchmark)}` : '';
  return `${asMarkdown(candidate.title)}. ${asMarkdown(endpoint)}${gain}`;
}
