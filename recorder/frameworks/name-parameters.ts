/** Replaces each value of a parameter by its name: `/users/42` with `{ id: '42' }` is `/users/:id`. */
export function nameParameters(path: string, parameters: object): string {
  const left = Object.entries(parameters).filter(([, value]) => typeof value === 'string' && value !== '');
  return path
    .split('/')
    .map((segment) => {
      const at = left.findIndex(([, value]) => value === segment || value === decoded(segment));
      const [parameter] = at < 0 ? [] : left.splice(at, 1);
      return parameter ? `:${parameter[0]}` : segment;
    })
    .join('/');
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
