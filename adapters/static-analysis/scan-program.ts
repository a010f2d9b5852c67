/**
 * `node scan-program.ts <folder> <most>`: writes the `StaticScan` of the folder to standard output. On a failure that was
 * foreseen, writes one sentence to standard error and exits with 2.
 */
import { DomainError } from '#core/errors.ts';
import { scanFolder } from './scan-folder.ts';

const [root = '.', most = ''] = process.argv.slice(2);
try {
  process.stdout.write(JSON.stringify(await scanFolder(root, Number(most))));
} catch (error) {
  if (!(error instanceof DomainError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
