import type { Statement } from '#lib/documents/template.ts';
import type { TableCall } from './table-calls.ts';

/** Whether a text matches a pattern of IAM's `StringLike`. */
export const isLike = (text: string, pattern: string): boolean =>
  new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`, 's').test(text);

/** The statement that allows a call: it covers the action, the table or index, and every partition of the request. */
export function statementFor(statements: readonly Statement[], call: TableCall): Statement | undefined {
  return statements.find(
    ({ actions, resources, conditions }) =>
      actions.includes(`dynamodb:${call.action}`) &&
      resources.some((arn) =>
        call.index ? arn.endsWith(`/index/${call.index}`) : !arn.includes('/index/'),
      ) &&
      call.partitions.every((partition) =>
        (conditions['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'] as string[] | undefined)?.some(
          (key) => isLike(partition, key),
        ),
      ),
  );
}
