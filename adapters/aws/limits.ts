/** How long a client of an AWS service tries, in milliseconds. */
interface Limits {
  /** Of one call; 3 by default, with growing pauses between them. */
  readonly attempts?: number;
  /** Until a connection is open. */
  readonly connect: number;
  /** Until a response begins. */
  readonly respond: number;
  /** Of silence within a response; as `respond` by default. */
  readonly silence?: number;
}

/**
 * The configuration of an AWS client that gives up: by default, the SDK waits for a response forever.
 *
 * ```ts
 * new S3Client(limits({ connect: 2 * second, respond: 20 * second }));
 * ```
 */
export function limits({ attempts = 3, connect, respond, silence = respond }: Limits) {
  return {
    maxAttempts: attempts,
    requestHandler: {
      connectionTimeout: connect,
      requestTimeout: respond,
      // Otherwise, the SDK only warns and keeps waiting.
      throwOnRequestTimeout: true,
      socketTimeout: silence,
    },
  };
}
