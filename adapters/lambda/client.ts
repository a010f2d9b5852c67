import { LambdaClient } from '@aws-sdk/client-lambda';
import { second } from '#core/time.ts';
import { keepingBudget } from '../aws/call-budget.ts';
import { limits } from '../aws/limits.ts';

/** Region and credentials come from the `AWS_*` variables. */
export const lambdaClient = (): LambdaClient =>
  keepingBudget(new LambdaClient(limits({ connect: 2 * second, respond: 10 * second })));
