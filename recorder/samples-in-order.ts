import type { CpuProfile } from './stack-reader.ts';

/** The profile with its samples in the order of time: now and then V8 delivers one after a later one. */
export function samplesInOrder(profile: CpuProfile): CpuProfile {
  const { samples = [], timeDeltas = [], startTime } = profile;
  if (timeDeltas.every((delta) => delta >= 0)) return profile;
  let time = startTime;
  const timed = samples.map((id, index) => {
    time += timeDeltas[index] ?? 0;
    return { id, time };
  });
  timed.sort((a, b) => a.time - b.time);
  return {
    ...profile,
    samples: timed.map(({ id }) => id),
    timeDeltas: timed.map((sample, index) => sample.time - (timed[index - 1]?.time ?? startTime)),
  };
}
