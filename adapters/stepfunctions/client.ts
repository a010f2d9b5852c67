import { SFNClient } from '@aws-sdk/client-sfn';
import { second } from '#core/time.ts';
import { keepingBudget } from '../aws/call-budget.ts';
import { limits } from '../aws/limits.ts';

/** Region and credentials come from the `AWS_*` variables. */
export const stepFunctionsClient = (): SFNClient =>
  keepingBudget(new SFNClient(limits({ connect: 2 * second, respond: 5 * second })));
