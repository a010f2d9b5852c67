import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { second } from '#core/time.ts';

/**
 * Region and credentials come from the `AWS_*` variables. By default, the SDK waits for a response forever. The
 * limits are 3 attempts, each with 2 s to connect, 20 s until the response begins, and at most 10 s of silence within
 * it.
 */
export function s3Client(config: S3ClientConfig = {}): S3Client {
  return new S3Client({
    maxAttempts: 3,
    requestHandler: {
      connectionTimeout: 2 * second,
      requestTimeout: 20 * second,
      throwOnRequestTimeout: true,
      socketTimeout: 10 * second,
    },
    ...config,
  });
}
