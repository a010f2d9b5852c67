/** The package has no types of its own. */
declare module 'tdigest' {
  export class TDigest {
    push(value: number): void;
    compress(): void;
    size(): number;
    percentile(p: number): number | undefined;
  }
}
