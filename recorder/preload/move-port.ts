import type { ListenArguments } from './at-listen.ts';

/**
 * Moves servers from a port that a service has fixed to another one, so that several versions of it can run beside each other. All
 * other ports, and sockets with a path, stay as they are.
 */
export function movePort(from: number, to: number): (args: ListenArguments) => ListenArguments {
  return (args) => {
    const [target, ...others] = args;
    if (isPort(target)) return [to, ...others];
    return hasPort(target) ? [{ ...target, port: to }, ...others] : args;
  };

  function isPort(value: unknown): boolean {
    return (typeof value === 'number' || typeof value === 'string') && Number(value) === from;
  }

  function hasPort(value: unknown): value is { readonly port: unknown } {
    return typeof value === 'object' && value !== null && 'port' in value && isPort(value.port);
  }
}
