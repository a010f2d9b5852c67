/*
 * Where several candidates are asked for side by side, each request looks elsewhere: the same
 * question would get the same answer. The first is free to choose.
 */
const ideas = [
  null,
  'Look for work that is done for each request, item or call, and could be done once.',
  'Look at the data: structures in which a lookup takes one step, copies and conversions that nothing needs.',
  'Look at waiting: reads and queries that could run at the same time, be done together, or be left out.',
  'Look at callers and callees of the target: what it need not be given, need not be asked for, or is asked for twice.',
] as const;

/** The instructions, with the direction of the idea with this number. */
export function instructionsFor(idea: number, instructions: string): string {
  const direction = ideas[idea % ideas.length];
  if (!direction) return instructions;
  return `${instructions}\n\nOthers write fixes at the same time, so yours should be another one. ${direction}`;
}
