/** `npm run docs`: writes the pages that are generated from the stacks and schemas. */
import { writeFileSync } from 'node:fs';
import { documents } from './documents.ts';

for (const [file, text] of Object.entries(documents())) {
  writeFileSync(new URL(`../../docs/${file}`, import.meta.url), text);
  console.log(`docs/${file}`);
}
