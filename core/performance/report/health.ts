/** The parts of the score, each in [0, 1]; 1 is healthy. */
export interface HealthParts {
  /** Apdex: the share of satisfied requests plus half the share of tolerable ones. */
  readonly latency: number;
  /** The distance between the error budget's burn rate and the paging rate. */
  readonly availability: number;
  readonly regression: number;
  readonly memory: number;
  readonly cost: number;
}

export interface HealthSignals {
  readonly requests: number;
  /** Number of requests within their endpoint's target. */
  readonly satisfied: number;
  /** Number of slower requests within four times the target. */
  readonly tolerable: number;
  /** Error rate divided by the rate that the objective allows; the worse of 1 hour and 6 hours. */
  readonly burn: number;
  readonly regression: 'none' | 'suspected' | 'confirmed';
  /** `hoursToLimit`: `null` if the limit of the process is unknown. */
  readonly leak: { readonly hoursToLimit: number | null } | null;
  /** Per request; `null` if no prices are known. */
  readonly cost: { readonly baseline: number; readonly current: number } | null;
}

export interface Health {
  /** 0 to 100. */
  readonly score: number;
  readonly parts: HealthParts;
  /** The lowest part; among equal parts the first, in the order of their weights. */
  readonly lowest: keyof HealthParts;
  /** Whether it is based on fewer than 100 requests. */
  readonly lowConfidence: boolean;
}

const weights: HealthParts = { latency: 0.35, availability: 0.35, regression: 0.15, memory: 0.1, cost: 0.05 };
const names = ['latency', 'availability', 'regression', 'memory', 'cost'] as const;

/** At this burn rate, a month's error budget is used up in two days: B. Beyer et al., "The Site Reliability Workbook", 5. */
const pagingBurn = 14.4;

/**
 * 100 times the weighted geometric mean of the parts, so that no part can be hidden by the others, and never above
 * the lowest cap that applies: 40 at a paging burn rate, 60 with a confirmed regression, 70 with a leak. It is a
 * definition with tested properties, not a prediction.
 */
export function healthOf(signals: HealthSignals): Health {
  const parts = partsFrom(signals);
  const score = names.reduce((product, name) => product * parts[name] ** weights[name], 100);
  return {
    score: Math.min(score, ...capsOf(signals)),
    parts,
    lowest: names.reduce((worst, name) => (parts[name] < parts[worst] ? name : worst)),
    lowConfidence: signals.requests < 100,
  };
}

function partsFrom({
  requests,
  satisfied,
  tolerable,
  burn,
  regression,
  leak,
  cost,
}: HealthSignals): HealthParts {
  return {
    // Adds 20 satisfied requests, so that one slow request of three does not ruin the score.
    latency: (satisfied + tolerable / 2 + 20) / (requests + 20),
    availability: clamp(1 - Math.log(Math.max(1, burn)) / Math.log(pagingBurn), 0.01, 1),
    regression: { none: 1, suspected: 0.5, confirmed: 0.2 }[regression],
    memory: leak ? memoryPart(leak.hoursToLimit) : 1,
    cost: cost && cost.current > 0 ? Math.min(1, cost.baseline / cost.current) : 1,
  };
}

/** Three days are enough time to act. An unknown limit counts as halfway. */
function memoryPart(hoursToLimit: number | null): number {
  return hoursToLimit === null ? 0.5 : clamp(hoursToLimit / 72, 0.1, 1);
}

function capsOf({ burn, regression, leak }: HealthSignals): readonly number[] {
  return [
    ...(burn >= pagingBurn ? [40] : []),
    ...(regression === 'confirmed' ? [60] : []),
    ...(leak ? [70] : []),
  ];
}

const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));
