import { realpathSync } from 'node:fs';
import { join, posix } from 'node:path';
import { pathToFileURL } from 'node:url';
import { serviceFiles } from './service-files.ts';
import { type OriginalFunction, originalFunctions } from './source-maps/original-functions.ts';
import { type CallFrame, type CodeLocation, keyOf, type LocationOf } from './stack-reader.ts';
import { captureFrames } from './wait-tracker.ts';

/** Locates frames. Resolves to a function that returns the location of each of them. */
export type FrameLocator = (frames: readonly CallFrame[]) => Promise<LocationOf>;

const mostKnown = 20_000;

/**
 * Locates frames in the files below `root`. Those of built code are located in the sources that it was built from, where a source
 * map tells. What was located is remembered, so that a map is read again for new functions only.
 */
export function createFrameLocator(root: string): FrameLocator {
  const folder = realpathSync(root);
  const fileOf = serviceFiles(folder);
  const known = new Map<string, CodeLocation | null>();
  const ownFrames = captureFrames().slice(0, 1);
  return async (frames) => {
    if (known.size > mostKnown) known.clear();
    for (const [script, unknown] of unknownByScript([...frames, ...ownFrames]))
      for (const [frame, found] of await originalFunctions(fileUrl(script), unknown))
        known.set(keyOf(frame), locationOf(frame, found));
    const ownFolder = bundledFolder(ownFrames[0]);
    return (frame) => {
      const location = known.get(keyOf(frame)) ?? null;
      return ownFolder !== null && location?.file.startsWith(ownFolder) ? null : location;
    };
  };

  function unknownByScript(frames: readonly CallFrame[]): Map<string, CallFrame[]> {
    const unknown = new Map<string, CallFrame>();
    for (const frame of frames)
      if (frame.lineNumber >= 0 && fileOf(frame.url) !== null && !known.has(keyOf(frame)))
        unknown.set(keyOf(frame), frame);
    const byScript = new Map<string, CallFrame[]>();
    for (const frame of unknown.values()) {
      const others = byScript.get(frame.url) ?? [];
      others.push(frame);
      byScript.set(frame.url, others);
    }
    return byScript;
  }

  /**
   * A source outside of the root has no name there, and one that a damaged map names has no place: the frame stays where it ran. One of
   * a package is not the service's.
   */
  function locationOf(frame: CallFrame, found: OriginalFunction | null): CodeLocation | null {
    if (found === null) return null;
    const url = sourceUrl(found.url, folder);
    const file = url === null || found.line < 0 ? null : fileOf(url);
    if (file !== null) return location(found.name, file, found.line);
    if (url?.includes('/node_modules/')) return null;
    return location(frame.functionName, fileOf(frame.url) ?? frame.url, frame.lineNumber);
  }

  /** Where the recorder was before a bundler made it a part of the service's file; `null` if that is not known. */
  function bundledFolder(own: CallFrame | undefined): string | null {
    const place = own && known.get(keyOf(own));
    if (!place || place.file === fileOf(own.url) || !place.file.includes('/')) return null;
    return `${posix.dirname(place.file)}/`;
  }
}

/** V8 knows a CommonJS module by its path. */
const fileUrl = (script: string): string =>
  script.startsWith('file:') ? script : pathToFileURL(script).href;

/** `webpack://shop/./src/orders.ts` is relative to the folder in which webpack ran. `null` if it is no URL. */
function sourceUrl(url: string, folder: string): string | null {
  if (!url.startsWith('webpack:')) return url;
  try {
    return pathToFileURL(join(folder, decodeURI(new URL(url).pathname))).href;
  } catch {
    return null;
  }
}

const location = (name: string, file: string, line: number): CodeLocation => ({
  name: (name || '(anonymous)').slice(0, 200),
  file,
  line: line + 1,
});
