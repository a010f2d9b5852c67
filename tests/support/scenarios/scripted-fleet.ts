import type { SeenRequest } from '#core/improvements/jobs.ts';
import type { Serving } from '#core/improvements/ports.ts';
import { type MirrorEvidence, noMirrorEvidence } from '#core/rollouts/mirror.ts';
import type { ServiceFleet } from '#local/fleet/fleet.ts';
import { baseline } from './slow-shop.ts';

/** A fleet without processes: records its commands, and provides the weight to the traffic. */
export class ScriptedFleet implements ServiceFleet {
  readonly proxy = { url: 'http://127.0.0.1:9', port: 9, close: async () => undefined };
  readonly told: string[] = [];
  baseline = baseline;
  canary: string | null = null;
  /** The canary's share of the requests in percent. */
  weight = 0;
  /** The evidence at each check of the mirrored requests, in order; the last one stays. */
  mirrored: MirrorEvidence[] = [{ ...noMirrorEvidence, identical: 200, toEndpoint: 200 }];
  #refusals: Iterator<Error> = [].values();

  /** Makes the next launches fail; without a number, every launch. */
  refuseToLaunch(refusal: Error, times = Number.POSITIVE_INFINITY): void {
    this.#refusals = repeat(refusal, times);
  }

  serving(): Serving {
    return { version: this.baseline, runsAs: 'process 1' };
  }

  async launch(): Promise<{ baseline: string }> {
    this.told.push('launch');
    const refusal = this.#refusals.next();
    if (!refusal.done) throw refusal.value;
    return { baseline: this.baseline };
  }

  async shift(commit: string, weight: number): Promise<void> {
    // Each check sets the current weight again.
    if (weight !== this.weight) this.told.push(`shift ${weight}`);
    this.canary = commit;
    this.weight = weight;
  }

  async promote(commit: string): Promise<void> {
    this.told.push('promote');
    this.baseline = commit;
    this.weight = 0;
  }

  async withdraw(): Promise<void> {
    this.told.push('withdraw');
    this.weight = 0;
  }

  async retire(): Promise<void> {
    this.told.push('retire');
  }

  mirror(): MirrorEvidence {
    const [evidence = noMirrorEvidence] =
      this.mirrored.length > 1 ? this.mirrored.splice(0, 1) : this.mirrored;
    return evidence;
  }

  passed(): number {
    return 0;
  }

  seenRequests(): readonly SeenRequest[] {
    return [{ method: 'GET', path: '/prices' }];
  }

  takeInterval() {
    return null;
  }

  async stop(): Promise<void> {}
}

function* repeat<Value>(value: Value, times: number): Generator<Value> {
  for (let n = 0; n < times; n += 1) yield value;
}
