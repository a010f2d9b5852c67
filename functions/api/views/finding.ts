import type { Finding } from '#core/performance/findings/finding.ts';
import type { Service } from '#core/service/service.ts';
import { hour } from '#core/time.ts';
import { basePath } from '../routes/route.ts';

const mostHours = 31 * 24;

/** A finding with a link: the hottest line of its code if the web shows it, otherwise the report since it began. */
export function findingView(finding: Finding, service: Pick<Service, 'name' | 'repository' | 'manifest'>) {
  return { ...finding, link: codeOf(finding, service) ?? reportSince(finding, service) };
}

/** On GitHub and GitLab, whose addresses of a line are known. */
function codeOf({ hottest }: Finding, { repository, manifest }: Pick<Service, 'repository' | 'manifest'>) {
  const url = URL.parse(repository);
  const [hot] = hottest;
  if (url?.protocol !== 'https:' || !hot) return null;
  const tree = { 'github.com': 'blob', 'gitlab.com': '-/blob' }[url.host];
  if (tree === undefined) return null;
  const parts = hot.file.split('/');
  // The file name comes from the service: it must not lead out of its repository.
  if (parts.includes('..')) return null;
  const file = parts.map(encodeURIComponent).join('/');
  const branch = encodeURIComponent(manifest.branch);
  return `https://${url.host}${url.pathname.replace(/\.git$/, '')}/${tree}/${branch}/${file}#L${hot.line}`;
}

function reportSince({ since, to }: Finding, { name }: Pick<Service, 'name'>): string {
  const hours = Math.min(mostHours, Math.max(1, Math.ceil((to - since) / hour)));
  return `${basePath}/performance/report?service=${name}&hours=${hours}`;
}
