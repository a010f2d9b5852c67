import { createHash } from 'node:crypto';

const longest = 80;

/**
 * An execution name has at most 80 characters of a small alphabet. A shortened name stays unique by its hash; the result
 * for a result is the same.
 */
export function executionName(name: string): string {
  const allowed = name.replace(/[^\w-]/g, '-');
  if (allowed === name && name.length <= longest) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 16);
  return `${allowed.slice(0, longest - hash.length - 1)}-${hash}`;
}
