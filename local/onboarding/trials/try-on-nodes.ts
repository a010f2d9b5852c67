import { Unavailable } from '#core/errors.ts';
import type { AskedNode } from '../../node-versions/asked-node.ts';
import type { Draft } from '../answers.ts';
import type { FileView } from '../look/file-view.ts';
import { olderNode } from '../older-node.ts';
import type { Row } from '../row.ts';
import type { Tried } from './try-checks.ts';

/** What the service's own files say. */
interface Said {
  readonly view: FileView;
  readonly asked: AskedNode | null;
}

/** Starts a service on the Node that it asks for, and once more on an older one if it names none and needs one. */
export async function tryOnNodes<Started extends Tried>(
  draft: Draft,
  { view, asked }: Said,
  tell: (sentence: string) => void,
  startWith: (draft: Draft) => Promise<Started>,
): Promise<Started> {
  const first = await startWith(draft);
  const node = first.isUsable || draft.node !== undefined ? null : olderNode(view, asked, first.rows);
  if (node === null) return first;
  tell(`it may need an older Node: once more with Node ${node}`);
  const second = await startWith({ ...draft, node }).catch(unlessUnavailable);
  return second?.isUsable ? { ...second, rows: [rowOf(node), ...second.rows] } : first;
}

const rowOf = (node: string): Row => ({
  what: 'node',
  found: node,
  verdict: 'partly',
  detail: `It does not start with Node ${process.versions.node}, and names no other: \`node\` is set to ${node}.`,
});

/** Without a network there may be no older one: then what failed first is what counts. */
function unlessUnavailable(error: unknown): null {
  if (error instanceof Unavailable) return null;
  throw error;
}
