import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { AgentBudget } from '#adapters/agent/agent-budget.ts';
import { Conflict } from '#core/errors.ts';
import type { AgentSettings } from '#core/improvements/agent/agent-settings.ts';
import { expiryOf } from '#core/retention.ts';
import { type Table, utcDay } from './table.ts';

type Limits = Pick<AgentSettings, 'runsPerDay' | 'dollarsPerDay'> & {
  /** Milliseconds since 1970. */
  readonly now: () => number;
};

/** Counts the runs of an agent in a UTC day, and what they say that they cost. */
export function dynamoAgentBudget(
  { client, name: TableName }: Table,
  { runsPerDay, dollarsPerDay, now }: Limits,
): AgentBudget {
  const keyOf = (day: string) => ({ pk: `COUNT#AGENT#${day}`, sk: 'TOTALS' });
  const most = dollarsPerDay === null ? '' : ' and (attribute_not_exists(dollars) or dollars < :dollars)';
  return {
    async begin() {
      const day = utcDay(now());
      const counted = new UpdateCommand({
        TableName,
        Key: keyOf(day),
        UpdateExpression: 'ADD runs :one SET expiresAt = :expiry',
        ConditionExpression: `(attribute_not_exists(runs) or runs < :runs)${most}`,
        ExpressionAttributeValues: {
          ':one': 1,
          ':runs': runsPerDay,
          ':expiry': expiryOf('modelBudget', now()),
          ...(dollarsPerDay === null ? {} : { ':dollars': dollarsPerDay }),
        },
      });
      await unlessRefused(client.send(counted), () => {
        const money = dollarsPerDay === null ? '' : `, or of $${dollarsPerDay},`;
        throw new Conflict(
          `the agent's budget of ${runsPerDay} runs${money} for ${day} (UTC) is spent; try again tomorrow.`,
          { code: 'agent/budget-spent', data: { day, runsPerDay, dollarsPerDay } },
        );
      });
    },
    async add(job, dollars) {
      const counted = new UpdateCommand({
        TableName,
        Key: keyOf(utcDay(now())),
        UpdateExpression: 'ADD dollars :dollars, jobs :jobs SET expiresAt = :expiry',
        ConditionExpression: 'attribute_not_exists(jobs) or not contains(jobs, :job)',
        ExpressionAttributeValues: {
          ':dollars': dollars,
          ':jobs': new Set([job]),
          ':job': job,
          ':expiry': expiryOf('modelBudget', now()),
        },
      });
      await unlessRefused(client.send(counted), () => {});
    },
  };
}

async function unlessRefused(sent: Promise<unknown>, onRefusal: () => void): Promise<void> {
  try {
    await sent;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    onRefusal();
  }
}
