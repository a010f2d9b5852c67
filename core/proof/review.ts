import type { CallEvidence } from './call-evidence.ts';
import { describeRisk, type Risk, type RiskTier, riskTierOf } from './risk.ts';

/** What decides whether a proven candidate may ship automatically. */
export interface ReviewEvidence {
  /** Null if the changed functions were not compared. */
  readonly calls: CallEvidence | null;
  readonly risks: readonly Risk[];
}

export interface Review {
  /** How many people must approve, none of whom proposed the change; 0 if it may ship automatically. */
  readonly approvals: RiskTier;
  /** Why, most important first; empty if it may ship automatically. */
  readonly reasons: readonly string[];
}

/** With fewer compared calls a function counts as not compared: one input shape proves little. */
const fewestCalls = 20;
/** Above this share of the calls that callers made, those that could be compared do not stand for the others. */
const mostLost = 0.1;
/** Above this share of all calls that could not be compared, made-up ones included, only what callers did is known. */
const mostUnknown = 0.5;

/**
 * Decides how many people must approve a candidate that passed every gate. A comparison can only clear what it reached:
 * everything else is named here and left to a person.
 */
export function reviewOf({ calls, risks }: ReviewEvidence): Review {
  const reasons = [...risks.slice(0, 5).map(describeRisk), ...gapsIn(calls)];
  const tier = riskTierOf(risks);
  return { approvals: reasons.length === 0 ? 0 : (Math.max(tier, 1) as RiskTier), reasons };
}

function gapsIn(calls: CallEvidence | null): readonly string[] {
  if (calls === null) return ['the changed functions were not compared call by call'];
  const { functions, differences, unseen, unexercised, peak } = calls;
  const unusual = differences.filter(({ origin }) => origin === 'unusual');
  return [
    ...unseen.slice(0, 3).map((what) => `not compared: ${what}`),
    ...unexercised
      .slice(0, 3)
      .map(({ path, line, code }) => `no compared call ran ${path}:${line}: ${short(code)}`),
    ...(functions.length === 0 && unseen.length === 0 ? ['no call of a changed function was compared'] : []),
    ...functions.flatMap((compared) => gapOf(compared) ?? []),
    ...differences
      .filter(({ origin }) => origin === 'collaborator')
      .map(({ call, difference }) => `asks its collaborators otherwise: ${short(call)}: ${difference}`),
    ...unusual.map(({ call, difference }) => `differs on unusual input: ${short(call)}: ${difference}`),
    ...(peak.candidate > peak.base
      ? [`calls collaborators up to ${peak.candidate} at a time, ${peak.base} before`]
      : []),
  ];
}

function gapOf({ name, captured, compared, unknown, lost }: CallEvidence['functions'][number]) {
  if (compared < fewestCalls) return `only ${compared} calls of ${name} were compared${because(unknown)}`;
  if (lost > mostLost)
    return `${Math.round(100 * lost)} % of the calls of ${name} could not be compared${because(unknown)}`;
  const unknowns = Object.values(unknown).reduce((sum, count) => sum + count, 0);
  if (unknowns > mostUnknown * (compared + unknowns))
    return `${unknowns} of ${compared + unknowns} calls of ${name} could not be compared${because(unknown)}`;
  return captured === 0 ? `no call of ${name} was captured` : null;
}

function because(unknown: Readonly<Record<string, number>>): string {
  const [most] = Object.entries(unknown).toSorted(([, a], [, b]) => b - a);
  return most ? ` (${most[0]})` : '';
}

const short = (text: string): string => (text.length > 160 ? `${text.slice(0, 159)}…` : text);
