import type { EndpointProfile } from './windows/metrics-batch.ts';
import type { WindowPart } from './windows/window-part.ts';

/** The wish that the processes of a service take a CPU profile. */
export interface ProfileRequest {
  /** How long it should run. */
  readonly seconds: number;
}

/** Requests that a process measured and dropped since its last batch, because its buffer was full. */
export interface DroppedMeasurements {
  /** The name of the batch that reports them. */
  readonly batch: string;
  /** When the batch arrived. */
  readonly at: number;
  readonly count: number;
}

/** Measurements that arrived and could not be kept. */
export interface RefusedMeasurements {
  /** When they arrived. */
  readonly at: number;
  /** Why, each reason with its number of measurements. What senders wrote is in quotes. */
  readonly reasons: ReadonlyMap<string, number>;
}

/** Port: keeps what services measured. Times in milliseconds since 1970. */
export interface MetricsStore {
  /** Keeps the parts; a part with the service, endpoint, version, window start and batch of a kept one replaces it. */
  saveParts(parts: readonly WindowPart[]): Promise<void>;

  /**
   * The service's parts whose window starts at or after `from` and before `to`. A request that several batches of a
   * window and version identify is counted once.
   */
  partsBetween(service: string, from: number, to: number): Promise<readonly WindowPart[]>;

  /** Keeps a count of lost measurements; the same batch again, within an hour, counts once. */
  saveDropped(service: string, dropped: DroppedMeasurements): Promise<void>;

  /** The number of measurements that the service lost at or after `from` and before `to`. */
  droppedBetween(service: string, from: number, to: number): Promise<number>;

  /** Adds to what was refused in that hour. A message that is sent again is added again: the sender was told not to. */
  addRefused(service: string, refused: RefusedMeasurements): Promise<void>;

  /** What was refused in the hours that overlap the range, by reason; of reasons that differ only in what they quote, one. */
  refusedBetween(service: string, from: number, to: number): Promise<ReadonlyMap<string, number>>;

  /** Keeps the profile as the newest of its endpoint, and of that endpoint in this version. */
  saveProfile(service: string, version: string, profile: EndpointProfile, at: number): Promise<void>;

  /** The endpoint's newest profile, in any version unless one is given; `null` when none was taken. */
  profileOf(service: string, endpoint: string, version?: string): Promise<EndpointProfile | null>;

  /** Wishes for a profile of that many seconds until the time given; a time that has passed ends the wish. */
  requestProfile(service: string, until: number, seconds: number): Promise<void>;

  /** The wish in force at `now`, or `null`. */
  requestedProfile(service: string, now: number): Promise<ProfileRequest | null>;

  /** Until when each endpoint's metrics were collected from an outside system, by endpoint; empty before the first time. */
  collectedUntil(service: string): Promise<Readonly<Record<string, number>>>;

  /** Keeps the marks in place of all earlier ones. Of two at once either may win: a mark too early repeats a reading. */
  markCollected(service: string, until: Readonly<Record<string, number>>): Promise<void>;
}
