import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { second } from '#core/time.ts';

/**
 * Region and credentials come from the `AWS_*` variables. Bounded, since the SDK by itself waits for an answer without
 * end: 3 attempts, each with 2 s to connect, 20 s to the answer's beginning, and 10 s of silence at most within it.
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
