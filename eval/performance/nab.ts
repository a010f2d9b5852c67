import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { AnomalyWindow } from './nab-score.ts';

/** The number of values of a series, and its anomalous windows. */
interface Labels {
  readonly rows: number;
  readonly windows: readonly AnomalyWindow[];
}

const file = (name: string) => readFileSync(new URL(`data/nab/${name}`, import.meta.url));

/** The input of `ironclaw backtest detection`, and the labels of each series. */
export const nab = {
  series: () => gunzipSync(file('series.json.gz')).toString('utf8'),
  truth: () => JSON.parse(file('truth.json').toString('utf8')) as Readonly<Record<string, Labels>>,
};
