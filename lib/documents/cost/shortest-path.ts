interface State {
  readonly Next?: string;
  readonly Default?: string;
  readonly Choices?: readonly { readonly Next: string }[];
  readonly Resource?: string;
}

/** The part of an Amazon States Language definition that {@link shortestPath} reads. */
export interface Definition {
  readonly States: Readonly<Record<string, State>>;
}

/**
 * The shortest path of states from the first given state to the last, through all others in order. It ignores the
 * transitions of failed tasks.
 * @throws Error if no path leads from one given state to the next.
 */
export function shortestPath(
  definition: Definition,
  [first, ...stops]: readonly string[],
): readonly string[] {
  const path = first === undefined ? [] : [first];
  for (const stop of stops) path.push(...statesBetween(definition, path.at(-1) ?? '', stop));
  return path;
}

/** The states after `from`, up to and including `to`. */
function statesBetween({ States }: Definition, from: string, to: string): readonly string[] {
  const seen = new Set<string>();
  let paths: readonly (readonly string[])[] = [[]];
  while (paths.length > 0) {
    const longer = paths.flatMap((path) =>
      nextOf(States[path.at(-1) ?? from]).map((next) => [...path, next]),
    );
    const found = longer.find((path) => path.at(-1) === to);
    if (found) return found;
    paths = longer.filter((path) => {
      const end = path.at(-1) ?? '';
      return !seen.has(end) && seen.add(end);
    });
  }
  throw new Error(`no path leads from ${from} to ${to}`);
}

const nextOf = (state: State | undefined): readonly string[] =>
  [state?.Next, ...(state?.Choices ?? []).map(({ Next }) => Next), state?.Default].filter(
    (name) => name !== undefined,
  );
