import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { AnomalyWindow } from './nab-score.ts';

/** How many values a series has, and where it is anomalous. */
interface Labels {
  readonly rows: number;
  readonly windows: readonly AnomalyWindow[];
}

const file = (name: string) => readFileSync(new URL(`data/nab/${name}`, import.meta.url));

/** The text that `ironclaw backtest detection` reads, and the truth about each of its series. */
export const nab = {
  series: () => gunzipSync(file('series.json.gz')).toString('utf8'),
  truth: () => JSON.parse(file('truth.json').toString('utf8')) as Readonly<Record<string, Labels>>,
};
