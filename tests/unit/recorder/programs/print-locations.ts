import { Session } from 'node:inspector/promises';
import { pathToFileURL } from 'node:url';
import { createFrameLocator } from '../../../../recorder/locate-frames.ts';

/* Profiles the function `work` of a module below the working directory, and prints where the functions are that V8 saw. */

const [, , path = ''] = process.argv;
const { work } = await import(pathToFileURL(path).href);
const session = new Session();
session.connect();
await session.post('Profiler.enable');
await session.post('Profiler.setSamplingInterval', { interval: 200 });
await session.post('Profiler.start');
work(300_000);
const { profile } = await session.post('Profiler.stop');
const frames = profile.nodes.map(({ callFrame }) => callFrame);
const locationOf = await createFrameLocator(process.cwd())(frames);
for (const { file, line, name } of frames.flatMap((frame) => locationOf(frame) ?? []))
  console.log(`${file}:${line} ${name}`);
