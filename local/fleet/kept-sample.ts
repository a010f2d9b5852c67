import { readFile, rename, writeFile } from 'node:fs/promises';
import { readRequestLines, requestLines } from '#core/improvements/candidate/request-lines.ts';
import { second } from '#core/time.ts';
import { repeat } from '../repeat.ts';
import { type RequestSample, sampleOf } from './request-sample.ts';

/** A process that is killed loses the requests of this time. */
const saveEvery = 5 * second;

export interface KeptSample extends RequestSample {
  /** Saves it for the last time. */
  close(): Promise<void>;
}

/**
 * A sample that outlives the process, in a file that nobody else may read: a fix that is being tested at a restart needs
 * the requests that its test replays. The file is as bounded as the sample, and replaced as a whole.
 */
export async function openRequestSample(file: string, every = saveEvery): Promise<KeptSample> {
  // Without a file that can be read, the requests are recorded again.
  const text = await readFile(file, 'utf8').catch(() => '');
  const sample = sampleOf(readRequestLines(text).requests);
  let isSaved = true;

  async function save(): Promise<void> {
    if (isSaved) return;
    isSaved = true;
    try {
      await writeFile(`${file}.new`, requestLines(sample.all()), { mode: 0o600, flush: true });
      await rename(`${file}.new`, file);
    } catch (error) {
      isSaved = false;
      throw error;
    }
  }

  const keeping = repeat('keeping the recorded requests', save, every);
  return {
    all: sample.all,
    add(request) {
      sample.add(request);
      isSaved = false;
    },
    async close() {
      await keeping.stop();
      // A full disk keeps nothing from being stopped.
      await save().catch(() => undefined);
    },
  };
}
