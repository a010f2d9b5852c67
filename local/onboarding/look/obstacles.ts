import type { FileView } from './file-view.ts';

/** Something of a repository that the exported tree of a commit lacks. */
export interface Obstacle {
  readonly what: string;
  /** One sentence: what follows, and what helps. */
  readonly detail: string;
}

/** What the tree of a commit does not hold, although the service may need it. */
export function obstaclesIn(root: FileView): readonly Obstacle[] {
  const obstacles: Obstacle[] = [];
  if (root.has('.gitmodules'))
    obstacles.push({
      what: 'submodules',
      detail: 'their folders are empty in a version; publish them as packages if the service needs them.',
    });
  if (/filter=lfs/.test(root.read('.gitattributes') ?? ''))
    obstacles.push({
      what: 'Git LFS',
      detail: 'its files are pointers in a version unless git lfs is installed here.',
    });
  return obstacles;
}
