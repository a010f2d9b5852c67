/** The resources that one command of the service may use. A box that exceeds any limit is killed with all its processes. */
export interface Limits {
  readonly seconds: number;
  readonly processes: number;
  /** Bytes of resident memory, summed over the box. */
  readonly memory: number;
  /** Bytes printed on standard output and standard error together. */
  readonly output: number;
  /** Bytes written, in the copy of the service and in each other writable folder. */
  readonly disk: number;
}

const megabyte = 1024 ** 2;

export const commandLimits: Limits = {
  seconds: 60,
  processes: 256,
  memory: 1_536 * megabyte,
  output: megabyte,
  disk: 256 * megabyte,
};

/** A service serves thousands of requests and may log each of them. It runs from the replay to the end of the benchmark. */
export const serviceLimits: Limits = { ...commandLimits, seconds: 240, output: 16 * megabyte };

export type LimitName = keyof Limits;

/** "killed: ran longer than 60 s". */
export function describeExceeded(limits: Limits, name: LimitName): string {
  const inMegabytes = `${Math.round(limits[name] / megabyte)} MB`;
  const sentences: Record<LimitName, string> = {
    seconds: `ran longer than ${limits.seconds} s`,
    processes: `more than ${limits.processes} processes`,
    memory: `used more than ${inMegabytes} of memory`,
    output: `printed more than ${inMegabytes}`,
    disk: `wrote more than ${inMegabytes}`,
  };
  return `killed: ${sentences[name]}`;
}
