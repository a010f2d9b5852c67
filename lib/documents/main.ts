/** `npm run docs`: writes the pages that are made from the stacks. */
import { writeFileSync } from 'node:fs';
import { documents } from './documents.ts';

for (const [file, text] of Object.entries(documents())) {
  writeFileSync(new URL(`../../docs/${file}`, import.meta.url), text);
  console.log(`docs/${file}`);
}
