import type { Improvement } from '#core/improvements/improvement.ts';
import { findFindings } from '#core/performance/findings/find-findings.ts';
import { processMemory } from '#core/performance/memory/process-memory.ts';
import { healthOf } from '#core/performance/report/health.ts';
import { healthSignals } from '#core/performance/report/health-signals.ts';
import { troublesOf } from '#core/performance/report/troubles.ts';
import { mergeParts } from '#core/performance/windows/window.ts';
import { longestWindow, type WindowPart } from '#core/performance/windows/window-part.ts';
import { getPreferences } from '#core/preferences/get-preferences.ts';
import { secondsAt } from '#core/rollouts/rollout.ts';
import type { Manifest } from '#core/service/manifest.ts';
import { preferenceStores } from '#functions/composition/preference-stores.ts';
import { stores } from '#functions/composition/stores.ts';
import type { RunEnd } from '../run-end.ts';
import { type ComparedEndpoint, comparedVersions } from './compared-versions.ts';
import { round } from './round.ts';

/** A time range, in milliseconds since 1970. */
export interface DurationSpan {
  readonly from: number;
  readonly to: number;
}

/** What one run of the loop measured: the JSON object of `--json`. Durations of endpoints in ms. */
export interface RunSummary {
  readonly service: string;
  readonly end: RunEnd;
  /** What has to be said before anything else, each a sentence; empty if most requests succeed. */
  readonly troubles: readonly string[];
  /** Seconds. */
  readonly duration: number;
  readonly feedback: { readonly events: number; readonly users: number };
  readonly preferences: readonly {
    readonly user: string;
    readonly taskType: string;
    readonly model: string;
    readonly confidence: number;
  }[];
  /** Those for which a fix was promoted: what its version took, beside the version before, of the same requests. */
  readonly endpoints: readonly ComparedEndpoint[];
  readonly improvements: readonly ReturnType<typeof improvementIn>[];
  /** Before is null if nothing was promoted. */
  readonly health: { readonly before: number | null; readonly after: number | null };
  readonly learningEvents: number;
}

interface Run {
  readonly manifest: Manifest;
  readonly end: RunEnd;
  readonly duration: number;
  readonly feedback: { readonly events: number; readonly users: readonly string[] };
  /** Before the first canary got a request, and after the last change. */
  readonly before: DurationSpan;
  readonly after: DurationSpan;
  readonly improvements: readonly Improvement[];
  readonly learningEvents: number;
}

/** Gathers the numbers of a run from the records. */
export async function runSummary(run: Run): Promise<RunSummary> {
  const { metrics } = stores();
  const measuredIn = async (span: DurationSpan) => {
    const parts = await metrics.partsBetween(run.manifest.name, span.from - longestWindow, span.to);
    return parts.filter(({ from, to }) => from >= span.from && to <= span.to);
  };
  const [before, after] = await Promise.all([measuredIn(run.before), measuredIn(run.after)]);
  const promoted = run.improvements.filter(({ status }) => status === 'applied');
  return {
    service: run.manifest.name,
    end: run.end,
    troubles: troublesOf(mergeParts([...before, ...after])),
    duration: round(run.duration),
    feedback: { events: run.feedback.events, users: run.feedback.users.length },
    preferences: await preferencesOf(run.feedback.users),
    endpoints: await Promise.all(promoted.map((improvement) => comparedVersions(improvement, metrics))),
    improvements: run.improvements.map(improvementIn),
    health: {
      before: promoted.length > 0 ? healthIn(run.manifest, before) : null,
      after: healthIn(run.manifest, after),
    },
    learningEvents: run.learningEvents,
  };
}

async function preferencesOf(users: readonly string[]): Promise<RunSummary['preferences']> {
  const { profiles, populations, now } = preferenceStores();
  const known = await Promise.all(
    users.map((userId) => getPreferences({ userId, models: [], now: now(), profiles, populations })),
  );
  return known.flatMap(({ userId, preferences }) =>
    preferences.map(({ taskType, model, confidence }) => ({
      user: userId,
      taskType,
      model,
      confidence: round(confidence),
    })),
  );
}

function healthIn(manifest: Manifest, parts: readonly WindowPart[]): number | null {
  if (parts.length === 0) return null;
  const windows = mergeParts(parts);
  const now = Math.max(...parts.map(({ to }) => to));
  const findings = findFindings({ manifest, windows, processes: processMemory(parts), now });
  return round(healthOf(healthSignals({ manifest, windows, findings, now })).score);
}

function improvementIn(improvement: Improvement) {
  const { id, endpoint, finding, candidate, report, confidence, rollout, verdict, status, release } =
    improvement;
  const gain = report?.benchmark;
  return {
    id,
    endpoint,
    finding: finding.summary,
    source: candidate?.source ?? null,
    gates: Object.fromEntries((report?.gates ?? []).map(({ name, result }) => [name, result])),
    speedup: gain ? { ratio: round(gain.ratio), low: round(gain.low), high: round(gain.high) } : null,
    confidence: confidence ? round(confidence.value) : null,
    rollout: (rollout?.stages ?? []).map((stage) => ({
      weight: stage.weight,
      seconds: round(secondsAt(stage, improvement.updatedAt)),
    })),
    verdict: verdict ?? 'inconclusive',
    status,
    reason: improvement.reason,
    badRequests: rollout?.badRequests ?? 0,
    commit: release?.commit ?? null,
  };
}
