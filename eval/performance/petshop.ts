import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

const file = (name: string) => readFileSync(new URL(`data/petshop/${name}`, import.meta.url));
const unzipped = (name: string) => gunzipSync(file(`${name}.json.gz`)).toString('utf8');

/** The inputs of `ironclaw backtest diagnosis`, and the service at fault in each incident. */
export const petshop = {
  scenarios: () => unzipped('scenarios'),
  incidents: () => unzipped('incidents'),
  causes: () => JSON.parse(file('causes.json').toString('utf8')) as Readonly<Record<string, string>>,
};
