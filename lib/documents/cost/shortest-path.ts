interface State {
  readonly Next?: string;
  readonly Default?: string;
  readonly Choices?: readonly { readonly Next: string }[];
  readonly Resource?: string;
}

/** What is read here of a definition in the Amazon States Language. */
export interface Definition {
  readonly States: Readonly<Record<string, State>>;
}

/**
 * The fewest states that lead from the first of the given ones to the last, by all others in their order; where a task
 * fails is not gone.
 * @throws Error where no way leads from one to the next.
 */
export function shortestPath(
  definition: Definition,
  [first, ...stops]: readonly string[],
): readonly string[] {
  const way = first === undefined ? [] : [first];
  for (const stop of stops) way.push(...between(definition, way.at(-1) ?? '', stop));
  return way;
}

/** The states after the one up to the other. */
function between({ States }: Definition, from: string, to: string): readonly string[] {
  const seen = new Set<string>();
  let ways: readonly (readonly string[])[] = [[]];
  while (ways.length > 0) {
    const longer = ways.flatMap((way) => nextOf(States[way.at(-1) ?? from]).map((next) => [...way, next]));
    const found = longer.find((way) => way.at(-1) === to);
    if (found) return found;
    ways = longer.filter((way) => {
      const end = way.at(-1) ?? '';
      return !seen.has(end) && seen.add(end);
    });
  }
  throw new Error(`no way leads from ${from} to ${to}`);
}

const nextOf = (state: State | undefined): readonly string[] =>
  [state?.Next, ...(state?.Choices ?? []).map(({ Next }) => Next), state?.Default].filter(
    (name) => name !== undefined,
  );
