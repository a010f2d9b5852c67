import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

const file = (name: string) => readFileSync(new URL(`data/petshop/${name}`, import.meta.url));
const unzipped = (name: string) => gunzipSync(file(`${name}.json.gz`)).toString('utf8');

/** Texts, as `ironclaw backtest diagnosis` reads them, and the service at fault of each incident. */
export const petshop = {
  scenarios: () => unzipped('scenarios'),
  incidents: () => unzipped('incidents'),
  causes: () => JSON.parse(file('causes.json').toString('utf8')) as Readonly<Record<string, string>>,
};
