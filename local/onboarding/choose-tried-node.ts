import { Conflict } from '#core/errors.ts';
import { chooseNode, type NodeChoice } from '../node-versions/choose-node.ts';
import type { Row } from './row.ts';

/** The Node that the trials run with. */
interface TriedNode {
  /** Null for ours. */
  readonly program: string | null;
  /** What `node` of the manifest must say, because the service's own wish cannot be followed. */
  readonly range?: string;
  readonly rows: readonly Row[];
}

/**
 * The Node that the service asks for. Instead of one that is too old to be measured, ours is tried: many services run on it.
 * @throws DomainError that `chooseNode` throws otherwise.
 */
export async function chooseTriedNode(choice: NodeChoice): Promise<TriedNode> {
  try {
    return { program: await chooseNode(choice), rows: [] };
  } catch (error) {
    if (!(error instanceof Conflict) || error.code !== 'node/too-old') throw error;
    const [range = ''] = process.versions.node.split('.');
    const detail = `${error.message} Here it is tried with Node ${range} (\`node\`).`;
    return { program: null, range, rows: [{ what: 'node', found: range, verdict: 'partly', detail }] };
  }
}
