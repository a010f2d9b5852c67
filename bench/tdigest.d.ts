/** Types for the package, which has none. */
declare module 'tdigest' {
  export class TDigest {
    push(value: number): void;
    compress(): void;
    size(): number;
    percentile(p: number): number | undefined;
  }
}
