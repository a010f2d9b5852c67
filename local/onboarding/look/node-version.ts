import type { FileView } from './file-view.ts';
import type { PackageJson } from './package-json.ts';

/** The Node that the service asks for. */
export interface NodeWish {
  readonly range: string;
  /** The file, or the key of package.json, that says so. */
  readonly from: string;
}

/** Null if nothing says which Node the service needs. */
export function nodeWishOf(views: readonly FileView[], { volta, engines }: PackageJson): NodeWish | null {
  for (const name of ['.nvmrc', '.node-version'])
    for (const view of views) {
      const range = view.read(name)?.trim();
      if (range) return { range, from: name };
    }
  if (volta?.node) return { range: volta.node, from: 'volta' };
  return engines?.node ? { range: engines.node, from: 'engines' } : null;
}
