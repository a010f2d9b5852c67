/*
 * `node execute.ts <plan>`: makes recorded calls again on the version of the service in the working folder, and
 * writes how each ended. It judges nothing: the judge compares what two versions wrote, in a process of its own.
 */
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { MadeUpAnswers } from './answers/made-up-answers.ts';
import { hashOf } from './answers/nearest.ts';
import { countBlocks } from './block-coverage.ts';
import { changeArguments, changeResult } from './caller.ts';
import { Classes } from './classes.ts';
import { decode } from './decode.ts';
import { Doubles, type KnownCollaborator } from './doubles.ts';
import { encodeOrOpaque } from './encode.ts';
import type { Encoded, Outcome, RecordedCall, RecordedHistory, RecordedUse, Tagged } from './encoded.ts';
import type { ExecutionPlan } from './plan.ts';
import { followModules, type LoadedModule } from './registry.ts';
import type { Result } from './result.ts';
import { sharedObjects } from './shared-objects.ts';

const plan = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as ExecutionPlan;
const classes = new Classes();
const modules = new Map<string, LoadedModule>();
const knownAnswers = new Map<string, MadeUpAnswers>();
const appendTo = appendFileSync;
const now = performance.now.bind(performance);
const nobody: KnownCollaborator = { isFunction: false, answers: new MadeUpAnswers([]) };
const settling = 2_000;
const worlds = 4;
const mostShown = 1_000;

const root = process.env.IRONCLAW_ROOT ?? process.cwd();
followModules(root, plan.targets, (module) => {
  classes.add(module);
  modules.set(module.path, module);
});

const writeTo = writeFileSync;
const readBlocks = plan.coverage && countBlocks(root, plan.coverage.paths);
const uses = readFileSync(plan.uses, 'utf8')
  .split('\n')
  .filter(Boolean)
  .map((line) => JSON.parse(line) as RecordedUse);
for (const path of new Set(uses.map(({ target }) => target.split('#')[0] ?? '')))
  await import(pathToFileURL(join(root, fileOf(path))).href);
process.on('uncaughtException', () => {});
process.on('unhandledRejection', () => {});

/** A service that is built may not run from its sources. */
function fileOf(path: string): string {
  return Object.keys(plan.targets[path]?.built ?? {})[0] ?? path;
}

const nothing: Result = {
  outcome: { how: 'pending' },
  after: [],
  shared: [],
  asked: [],
  madeUp: [],
  mayRemember: false,
  again: null,
  changed: null,
  milliseconds: 0,
  peak: 0,
};

// The time is for the calls: loading a service's modules takes as long as it takes.
const ends = now() + plan.milliseconds;
for (const use of uses) {
  if (now() > ends) break;
  let result: Result;
  try {
    result = use.kind === 'call' ? await executeCall(use) : await executeHistory(use);
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    result = { ...nothing, outcome: { how: 'unrecorded', what } };
  }
  appendTo(plan.results, `${JSON.stringify(result)}\n`);
}
if (plan.coverage && readBlocks) writeTo(plan.coverage.file, JSON.stringify(readBlocks()));
process.exit(0);

async function executeCall(call: RecordedCall): Promise<Result> {
  const first = await makeCall(call);
  const { outcome, after, shared, asked, madeUp, mayRemember, peak } = first;
  const canBeRepeated = outcome.how === 'returned' || outcome.how === 'resolved';
  // Collaborators have no answer recorded for other arguments.
  const mayChange = canBeRepeated && Object.keys(call.answers).length === 0;
  const changed =
    mayChange && changeArguments(first.given) ? await makeCallWith(call, first.receiver, first.given) : null;
  changeResult(first.held);
  const second = canBeRepeated ? await makeCall(call) : null;
  return {
    outcome,
    after,
    shared,
    asked,
    madeUp,
    mayRemember,
    again: second?.outcome ?? null,
    changed: changed?.outcome ?? null,
    milliseconds: Math.min(first.milliseconds, second?.milliseconds ?? first.milliseconds),
    peak,
  };
}

async function makeCall(call: RecordedCall) {
  const doubles = new Doubles(call.answers, (id) => knownOf(call, id), classes, classes.typeOf);
  const [receiver, ...given] = decode([call.self, ...call.args], {
    prototypeOf: classes.prototypeOf,
    double: doubles.double,
  });
  return makeCallWith(call, receiver, given, doubles);
}

function withoutDoubles(): Doubles {
  return new Doubles({}, () => nobody, classes, classes.typeOf);
}

/** What is known of a collaborator from all captured calls. Both versions meet the same world on the same call. */
function knownOf({ target, args }: RecordedCall, id: number): KnownCollaborator {
  const position = args.findIndex((arg) => isDouble(arg) && arg.id === id);
  const world = hashOf(JSON.stringify(args)) % worlds;
  const key = `${target} ${position} ${world}`;
  const answers = knownAnswers.get(key) ?? new MadeUpAnswers(plan.answers[target]?.[position] ?? [], world);
  knownAnswers.set(key, answers);
  const double = args[position];
  return { isFunction: isDouble(double) && double.type === 'a function', answers };
}

function isDouble(value: Encoded | undefined): value is Tagged & { $: 'double' } {
  return typeof value === 'object' && value?.$ === 'double';
}

async function makeCallWith(
  { target }: RecordedCall,
  receiver: unknown,
  given: readonly unknown[],
  doubles = withoutDoubles(),
) {
  const run = find(target);
  const { outcome, held, milliseconds } = await outcomeOf(() => Reflect.apply(run, receiver, [...given]));
  return {
    outcome:
      doubles.unrecorded === null ? outcome : ({ how: 'unrecorded', what: doubles.unrecorded } as const),
    receiver,
    given,
    held,
    milliseconds,
    peak: doubles.peak,
    asked: [...doubles.asked],
    madeUp: [...doubles.madeUp].slice(0, mostShown),
    mayRemember: doubles.mayRemember,
    after: encodeAll([receiver, ...given]),
    shared: sharedObjects(held, [receiver, ...given]),
  };
}

async function executeHistory(history: RecordedHistory): Promise<Result> {
  const first = await live(history, null);
  const second = await live(history, 'results');
  const third = first.hasObjects ? await live(history, 'arguments') : null;
  return {
    ...nothing,
    outcome: first.outcome,
    again: second.outcome,
    changed: third?.outcome ?? null,
    milliseconds: Math.min(first.milliseconds, second.milliseconds),
  };
}

/** Makes an object and asks of it what was asked; on demand its caller changes what it gives, or what it was given. */
async function live({ target, args, calls }: RecordedHistory, changes: 'results' | 'arguments' | null) {
  const none = withoutDoubles();
  const decoding = { prototypeOf: classes.prototypeOf, double: none.double };
  const maker = classes.constructorOf(target) as unknown as new (...given: unknown[]) => object;
  const outcomes: Outcome[] = [];
  const began = now();
  let hasObjects = false;
  const make = async (): Promise<object | null> => {
    let object: object | null = null;
    const { outcome } = await outcomeOf(() => {
      object = Reflect.construct(maker, decode(args, decoding));
      return undefined;
    });
    outcomes.push(outcome);
    return object;
  };
  const [subject, another] = [await make(), calls.some(({ ofAnother }) => ofAnother) ? await make() : null];
  for (const { method, args: given, ofAnother } of calls) {
    const asked = ofAnother ? another : subject;
    if (asked === null) break;
    const values = decode(given, decoding);
    hasObjects ||= values.some((value) => typeof value === 'object' && value !== null);
    const { outcome, held } = await outcomeOf(() =>
      Reflect.apply(Reflect.get(asked, method) as () => unknown, asked, [...values]),
    );
    const isItself = held === asked && 'value' in outcome;
    // What it is inside is nobody's business: it shows in what it gives.
    outcomes.push(isItself ? { ...outcome, value: 'the object itself' } : outcome);
    if (changes === 'results' && !isItself) changeResult(held);
    if (changes === 'arguments') changeArguments(values);
  }
  const value: Encoded = {
    $: 'array',
    items: outcomes.map((outcome) => ({
      $: 'array',
      items: [outcome.how, 'value' in outcome ? outcome.value : null],
    })),
  };
  return { outcome: { how: 'returned', value } as const, milliseconds: now() - began, hasObjects };
}

function find(target: string): () => unknown {
  const [path = '', name = ''] = target.split('#');
  const module = modules.get(path);
  const [holder = '', member] = name.split('.');
  if (member === undefined) return module?.places[name]?.get() as () => unknown;
  const owner = module?.classes[holder] as
    | Record<string, unknown>
    | { readonly prototype: object }
    | undefined;
  if (member.startsWith('static '))
    return Reflect.get(owner ?? {}, member.slice('static '.length)) as () => unknown;
  const from = typeof owner === 'function' ? (owner as { readonly prototype: object }).prototype : owner;
  return Reflect.get(from ?? {}, member) as () => unknown;
}

/** Runs it, waits for its promise, and reads what it gave. */
async function outcomeOf(
  run: () => unknown,
): Promise<{ outcome: Outcome; held: unknown; milliseconds: number }> {
  const began = now();
  let returned: unknown;
  try {
    returned = run();
  } catch (error) {
    const milliseconds = now() - began;
    return { outcome: { how: 'threw', value: encodeOne(error) }, held: null, milliseconds };
  }
  if (!(returned instanceof Promise)) {
    const milliseconds = now() - began;
    return { outcome: { how: 'returned', value: await encodeGiven(returned) }, held: returned, milliseconds };
  }
  const never = Symbol('never');
  const timer = new AbortController();
  try {
    const value: unknown = await Promise.race([returned, delay(settling, never, { signal: timer.signal })]);
    const milliseconds = now() - began;
    if (value === never) return { outcome: { how: 'pending' }, held: null, milliseconds };
    return { outcome: { how: 'resolved', value: await encodeGiven(value) }, held: value, milliseconds };
  } catch (error) {
    const milliseconds = now() - began;
    return { outcome: { how: 'rejected', value: encodeOne(error) }, held: null, milliseconds };
  } finally {
    timer.abort();
  }
}

/** A stream or an async generator is read to its end. */
async function encodeGiven(value: unknown): Promise<Encoded> {
  if (typeof value === 'object' && value !== null && Symbol.asyncIterator in value) {
    const items: Encoded[] = [];
    for await (const item of value as AsyncIterable<unknown>) {
      items.push(encodeOne(item));
      if (items.length >= 10_000) return { $: 'iterated', items, isWhole: false };
    }
    return { $: 'iterated', items, isWhole: true };
  }
  return encodeOne(value);
}

function encodeOne(value: unknown): Encoded {
  return encodeOrOpaque(value, { typeOf: classes.typeOf, most: 2_000_000 });
}

function encodeAll(values: readonly unknown[]): readonly Encoded[] {
  const encoded = encodeOne(values);
  return typeof encoded === 'object' && encoded !== null && encoded.$ === 'array' ? encoded.items : [encoded];
}
