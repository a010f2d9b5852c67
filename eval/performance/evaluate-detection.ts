import { nab } from './nab.ts';
import {
  attainablePoints,
  bestThreshold,
  type CostProfile,
  earnedPoints,
  profiles,
  type ScoredSeries,
} from './nab-score.ts';
import { runBacktest } from './run-backtest.ts';

/** Published scores of the benchmark: standard, reward low FP, reward low FN. */
const published: Readonly<Record<string, readonly [number, number, number]>> = {
  ARTime: [74.85, 65.15, 80.36],
  'Numenta HTM': [70.1, 63.12, 74.32],
  'CAD OSE': [69.9, 66.98, 73.18],
  'earthgecko Skyline': [58.2, 46.2, 63.8],
  'KNN CAD': [57.99, 43.41, 64.81],
  'Relative Entropy': [54.64, 47.6, 58.84],
  'Random Cut Forest': [51.72, 38.36, 59.75],
  'Twitter ADVec': [47.06, 33.61, 53.5],
  'Windowed Gaussian': [39.65, 20.87, 47.41],
  'Etsy Skyline': [35.69, 27.08, 44.48],
  Random: [16.83, 5.76, 25.88],
};

type Categories = Readonly<Record<string, readonly ScoredSeries[]>>;

function detectAll(): Categories {
  const scoresByName = runBacktest('detection', { series: nab.series() }) as Record<string, number[]>;
  const series = Object.entries(nab.truth()).map(([name, { rows, windows }]) => {
    const scores = scoresByName[name] ?? [];
    if (scores.length !== rows) throw new Error(`${name} has ${rows} values but ${scores.length} scores`);
    return { category: name.split('/')[0] ?? '', scores, windows };
  });
  return Object.groupBy(series, ({ category }) => category) as Categories;
}

/** The score with the threshold that is best for the scored series themselves, as in the benchmark. */
function scoreOnSameSeries(categories: Categories, profile: CostProfile): number {
  const all = Object.values(categories).flat();
  return (100 * earnedPoints(all, profile, bestThreshold(all, profile))) / attainablePoints(all, profile);
}

/** The score of each category with the threshold that is best for all other categories, summed up. */
function scoreAcrossCategories(categories: Categories, profile: CostProfile): number {
  const sum = Object.values(categories).reduce((total, category) => {
    const others = Object.values(categories).filter((other) => other !== category);
    return total + earnedPoints(category, profile, bestThreshold(others.flat(), profile));
  }, 0);
  return (100 * sum) / attainablePoints(Object.values(categories).flat(), profile);
}

/**
 * Scores our detection on part of the Numenta Anomaly Benchmark, next to the published scores on all of it. The
 * detector's window length and rest period were tuned on these series: expect lower scores on others.
 */
export function evaluateDetection(): void {
  const categories = detectAll();
  const ours = (score: typeof scoreOnSameSeries) =>
    Object.values(profiles).map((profile) => score(categories, profile));
  const print = (...cells: readonly (string | number)[]) =>
    console.log(
      `| ${cells.map((cell) => (typeof cell === 'number' ? cell.toFixed(2) : cell)).join(' | ')} |`,
    );
  print('detector', 'series', 'threshold chosen on', ...Object.keys(profiles));
  print(...Array<string>(3 + Object.keys(profiles).length).fill('---'));
  print('ours', '34', 'the other categories', ...ours(scoreAcrossCategories));
  print('ours', '34', 'the same series', ...ours(scoreOnSameSeries));
  for (const [name, scores] of Object.entries(published))
    print(name, '58, published', 'the same series', ...scores);
  console.log(`
The published scores cover the whole benchmark, including 24 series that are not used here, most of them from AWS. The
benchmark also gives detectors the minimum and maximum of each series in advance, which ours does not get. The scores are
therefore not strictly comparable.`);
}
