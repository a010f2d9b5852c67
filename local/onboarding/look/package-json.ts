import * as z from 'zod';
import { InvalidInput } from '#core/errors.ts';
import type { FileView } from './file-view.ts';

/** What somebody else's file says counts where it can be understood, and not at all elsewhere. */
const texts = z
  .record(z.string(), z.unknown())
  .transform((entries) =>
    Object.fromEntries(
      Object.entries(entries).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    ),
  );
const orNone = <Schema extends z.ZodType>(schema: Schema) => schema.optional().catch(undefined);

const PackageJson = z.object({
  name: orNone(z.string()),
  type: orNone(z.string()),
  main: orNone(z.string()),
  packageManager: orNone(z.string()),
  scripts: texts.catch({}).default({}),
  dependencies: texts.catch({}).default({}),
  devDependencies: texts.catch({}).default({}),
  workspaces: orNone(
    z.union([
      z.array(z.string()),
      z.object({ packages: z.array(z.string()) }).transform(({ packages }) => packages),
    ]),
  ),
});
export type PackageJson = z.infer<typeof PackageJson>;

/**
 * The `package.json` of a view; null if there is none.
 * @throws InvalidInput `init/bad-package` if it is no JSON object.
 */
export function readPackage(view: FileView): PackageJson | null {
  const text = view.read('package.json');
  if (text === null) return null;
  try {
    // Some editors begin a file with a byte order mark.
    return PackageJson.parse(JSON.parse(text.replace(/^\uFEFF/, '')));
  } catch (cause) {
    throw new InvalidInput('package.json is no JSON object; correct it first.', {
      code: 'init/bad-package',
      cause,
    });
  }
}

/** Whether the package asks for another one, for running or for developing. */
export const asksFor = (
  { dependencies, devDependencies }: Pick<PackageJson, 'dependencies' | 'devDependencies'>,
  name: string,
): boolean => name in dependencies || name in devDependencies;
