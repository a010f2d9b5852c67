import type { Manifest } from '#core/service/manifest.ts';

/** The resources that one command of the service may use. A box that exceeds any limit is killed with all its processes. */
export interface Limits {
  readonly seconds: number;
  readonly processes: number;
  /** Threads of all processes together. */
  readonly threads: number;
  /** Bytes of resident memory, summed over the box, and of the files that it keeps in memory. */
  readonly memory: number;
  /** Bytes printed on standard output and standard error together. */
  readonly output: number;
  /** Bytes written, in the copy of the service and in each other writable folder. */
  readonly disk: number;
  /** Files and folders in the box, its copy of the service included. */
  readonly files: number;
}

const megabyte = 1024 ** 2;

export const commandLimits: Limits = {
  seconds: 60,
  processes: 256,
  threads: 4_096,
  memory: 1_536 * megabyte,
  output: megabyte,
  disk: 256 * megabyte,
  files: 200_000,
};

/** With what the service's manifest sets. */
export function limitsOf({ limits: { seconds, memoryMb, diskMb } }: Pick<Manifest, 'limits'>): Limits {
  return { ...commandLimits, seconds, memory: memoryMb * megabyte, disk: diskMb * megabyte };
}

/** With time for more than the command itself. */
export const extended = (limits: Limits, seconds: number): Limits => ({
  ...limits,
  seconds: limits.seconds + seconds,
});

/** A service serves thousands of requests and may log each of them. It runs from the replay to the end of the benchmark. */
export const serviceLimitsOf = (limits: Limits): Limits => ({
  ...limits,
  seconds: 240,
  output: 16 * megabyte,
});

export type LimitName = keyof Limits;

/** "killed: ran longer than 60 s". */
export function describeExceeded(limits: Limits, name: LimitName): string {
  const inMegabytes = `${Math.round(limits[name] / megabyte)} MB`;
  const sentences: Record<LimitName, string> = {
    seconds: `ran longer than ${limits.seconds} s`,
    processes: `more than ${limits.processes} processes`,
    threads: `more than ${limits.threads} threads`,
    memory: `used more than ${inMegabytes} of memory`,
    output: `printed more than ${inMegabytes}`,
    disk: `wrote more than ${inMegabytes}`,
    files: `made more than ${limits.files} files`,
  };
  return `killed: ${sentences[name]}`;
}
