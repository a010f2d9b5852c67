/** The file that says of an exported tree that it is whole. It is written after the tree, and removed before it. */
export const finishedMark = (tree: string): string => `${tree}.finished`;
