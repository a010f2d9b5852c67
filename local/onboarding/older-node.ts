import semver from 'semver';
import type { AskedNode } from '../node-versions/asked-node.ts';
import type { FileView } from './look/file-view.ts';
import type { Row } from './row.ts';

/** Old enough for what later versions have removed, and new enough to be measured. */
const usual = 20;
const oldestMeasurable = 18;

/** What code prints that uses what a later Node has removed, or an add-on that was built for another one. */
const sign = /SyntaxError|TypeError: .* is not a (?:function|constructor)|primordials|add-on is not built/;

/**
 * The version on which a service may start that fails on ours: its Dockerfile's, else one that many old services run on.
 * @returns null if the failure has another reason, or the service's own files do not allow that version.
 */
export function olderNode(
  view: FileView,
  asked: Pick<AskedNode, 'range'> | null,
  rows: readonly Row[],
): string | null {
  const isSign = rows.some(({ what, detail }) => what === 'start' && sign.test(detail));
  if (!isSign) return null;
  const image = Number(
    /^FROM\s+(?:--\S+\s+)?(?:\S+\/)?node:(\d+)/im.exec(view.read('Dockerfile') ?? '')?.[1],
  );
  const ours = semver.major(process.versions.node);
  const version = image >= oldestMeasurable && image < ours ? image : usual;
  const range = asked?.range ?? '*';
  const isFree = semver.satisfies(process.versions.node, range);
  return isFree && semver.intersects(range, `${version}`) ? `${version}` : null;
}
