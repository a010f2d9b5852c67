import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { second } from '#core/time.ts';
import { keepingBudget } from '../aws/call-budget.ts';
import { limits } from '../aws/limits.ts';

/** Region and credentials come from the `AWS_*` variables. */
export const s3Client = (config: S3ClientConfig = {}): S3Client =>
  keepingBudget(
    new S3Client({
      ...limits({ connect: 2 * second, respond: 20 * second, silence: 10 * second }),
      ...config,
    }),
  );
