/*
 * `node --import capture.ts`, with the plan's file in IRONCLAW_CALLS: records how the wanted functions of a service are
 * called while its tests run or requests are replayed. The service notices nothing but the time that it takes.
 */
import { appendFileSync, readFileSync } from 'node:fs';
import { Classes } from './classes.ts';
import { encode, obstacleIn } from './encode.ts';
import type { Encoded, RecordedUse } from './encoded.ts';
import { Histories } from './histories.ts';
import type { CapturePlan, CaptureSummary } from './plan.ts';
import { Recording } from './recording.ts';
import { followModules, type LoadedModule } from './registry.ts';

const plan = JSON.parse(readFileSync(process.env.IRONCLAW_CALLS ?? '', 'utf8')) as CapturePlan;
const wanted = new Set(plan.wanted);
const classes = new Classes();

/** So many calls of one function are recorded, and so many different ones are kept. */
const mostCalls = 5_000;
const mostKept = 300;
const mostBytes = 8 * 1024 ** 2;
/** Of calls with more characters than this, so many are kept: each takes long to record, and to make again. */
const large = { characters: 256 * 1024, most: 8 };

const histories = new Histories(classes, write);
interface Count {
  called: number;
  /** How many calls the last summary told of. */
  written: number;
  readonly known: Set<string>;
  /** How many of them are large. */
  large: number;
  /** Why calls could not be kept, with their number. */
  readonly reasons: Map<string, number>;
}

const counts = new Map<string, Count>();
/** While one wanted function runs, those that it calls are not recorded: they are called by the same version. */
let depth = 0;

followModules(process.env.IRONCLAW_ROOT ?? process.cwd(), plan.targets, (module) => {
  classes.add(module);
  instrument(module);
});
/** A service is ended by a signal that it cannot answer: what is known is written again and again. */
setInterval(writeRest, 250).unref();
process.once('exit', writeRest);

function writeRest(): void {
  histories.writeChanged();
  for (const [target, count] of counts) {
    if (count.called === count.written) continue;
    count.written = count.called;
    const { called, known, reasons } = count;
    write({
      kind: 'summary',
      process: process.pid,
      target,
      called,
      kept: known.size,
      reasons: Object.fromEntries(reasons),
    } satisfies CaptureSummary);
  }
}

function instrument(module: LoadedModule): void {
  for (const name of plan.targets[module.path]?.functions ?? []) {
    const target = `${module.path}#${name}`;
    if (!wanted.has(target)) continue;
    counts.set(target, { called: 0, written: -1, known: new Set(), large: 0, reasons: new Map() });
    const [holder, member] = name.split('.');
    if (member === undefined) replace(module, name, target);
    else replaceMember(module, holder ?? '', member, target);
  }
}

function replace(module: LoadedModule, name: string, target: string): void {
  const place = module.places[name];
  const original = place?.get();
  if (typeof original === 'function') place?.set(recorded(original, target));
}

function replaceMember(module: LoadedModule, holderName: string, member: string, target: string): void {
  const holder = module.classes[holderName];
  const type = `${module.path}#${holderName}`;
  const isStatic = member.startsWith('static ');
  const name = member.replace(/^static /, '');
  const owner = typeof holder === 'function' && !isStatic ? holder.prototype : holder;
  if (typeof owner !== 'object' && typeof owner !== 'function') return;
  const found = owner === null ? undefined : Object.getOwnPropertyDescriptor(owner, name);
  if (typeof found?.value !== 'function') return;
  if (typeof holder === 'function' && !isStatic) {
    followClass(module, holder as unknown as Holder, type);
    if (classes.typeOf(holder.prototype) === undefined) return;
  }
  const { value: run } = Object.getOwnPropertyDescriptor(owner, name) ?? found;
  Object.defineProperty(owner, name, { ...found, value: recorded(run, target) });
}

/** Objects are known by how they were made, too: the class in the module gives way to one that tells. */
function followClass(module: LoadedModule, holder: Holder, type: string): void {
  histories.follow(type, holder.prototype);
  const name = type.split('#')[1] ?? '';
  const telling = new Proxy(holder, {
    construct(target, args, newTarget) {
      const made: object = Reflect.construct(target, args, newTarget === telling ? target : newTarget);
      if (Object.getPrototypeOf(made) === holder.prototype) histories.made(type, made, args);
      return made;
    },
  });
  module.places[name]?.set(telling);
}

type Holder = { readonly prototype: object } & (abstract new (...args: never[]) => object);
type Callable = (...args: unknown[]) => unknown;

function recorded(original: unknown, target: string): Callable {
  const run = original as Callable;
  const wrapper = function (this: unknown, ...args: unknown[]): unknown {
    if (new.target) return Reflect.construct(run, args, new.target === wrapper ? run : new.target);
    const count = counts.get(target);
    if (depth > 0 || !count || count.called >= mostCalls) return Reflect.apply(run, this, args);
    count.called += 1;
    const recording = new Recording(classes.typeOf);
    const passed = args.map((arg) => recording.wrap(arg));
    const use = describeCall(target, this, args, recording);
    depth += 1;
    const finish = () => {
      depth -= 1;
      if (use) keep(target, { ...use, answers: recording.answers });
    };
    let returned: unknown;
    try {
      returned = Reflect.apply(run, this, passed);
    } catch (error) {
      finish();
      throw error;
    }
    if (!(returned instanceof Promise)) {
      finish();
      return returned;
    }
    // What overlaps a pending call is a call of its own.
    depth -= 1;
    return returned.finally(() => {
      depth += 1;
      finish();
    });
  };
  Object.defineProperties(wrapper, Object.getOwnPropertyDescriptors(run));
  return wrapper;
}

function describeCall(target: string, self: unknown, args: readonly unknown[], recording: Recording) {
  try {
    const encoded = encode([self === globalThis ? undefined : self, ...args], {
      typeOf: classes.typeOf,
      standIn: recording.standIn,
      most: (counts.get(target)?.large ?? 0) < large.most ? 500_000 : 100_000,
    });
    const [first, ...rest] = (encoded as { items: readonly Encoded[] }).items;
    return { kind: 'call' as const, target, self: first ?? null, args: rest };
  } catch (error) {
    // Enough large calls stand for the others.
    if ((counts.get(target)?.large ?? 0) < large.most)
      note(target, error instanceof Error ? error.message : String(error));
    return null;
  }
}

function keep(target: string, use: RecordedUse): void {
  const text = JSON.stringify(use);
  const obstacle = obstacleIn(text) ?? (text.length > mostBytes ? 'the values are too large' : undefined);
  if (obstacle !== undefined) {
    note(target, obstacle);
    return;
  }
  const count = counts.get(target);
  if (!count || count.known.size >= mostKept || count.known.has(text)) return;
  if (text.length > large.characters) {
    if (count.large >= large.most) return;
    count.large += 1;
  }
  count.known.add(text);
  write(use);
}

function note(target: string, reason: string): void {
  const reasons = counts.get(target)?.reasons;
  reasons?.set(reason, (reasons.get(reason) ?? 0) + 1);
}

function write(line: object): void {
  appendFileSync(plan.uses, `${JSON.stringify(line)}\n`);
}
