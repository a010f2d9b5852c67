import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { minute } from '#core/time.ts';
import type { Player, UserTask } from './player.ts';
import { seedFor } from './random-draws.ts';
import { models } from './world.ts';

const program = fileURLToPath(new URL('../../bin/ironclaw.ts', import.meta.url));
/** A player that runs `ironclaw backtest preferences` over its standard input and output. */
export function backtestPlayer(seed: number): Player {
  const child = spawn(
    process.execPath,
    [program, 'backtest', 'preferences', '--seed', String(seedFor(seed, 'ours'))],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  const responses = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let ts = 1_780_000_000_000;
  const write = (lines: readonly object[]) => {
    child.stdin.write(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  };
  const ask = async (lines: readonly object[]): Promise<readonly BacktestResponse[]> => {
    write(lines);
    const received: BacktestResponse[] = [];
    for (const line of lines) {
      const { value, done } = await responses.next();
      if (done) throw new Error('the backtest ended before it had responded');
      const response = JSON.parse(value) as BacktestResponse & { error?: string };
      if (response.error) throw new Error(`${JSON.stringify(line)} failed: ${response.error}`);
      received.push(response);
    }
    return received;
  };
  const fieldsOf = ({ user, task }: UserTask) => ({ user: `user-${user}`, task: `task-${task}`, ts });
  write([{ op: 'models', models: Array.from({ length: models }, (_, model) => nameOf(model)) }]);
  const ready = responses.next();
  return {
    async choose(pairs) {
      await ready;
      ts += minute;
      return (await ask(pairs.map((pair) => ({ op: 'choose', ...fieldsOf(pair) })))).map(modelOf);
    },
    async feedback(ratings) {
      ts += minute;
      write(
        ratings.map(({ model, reward, ...pair }) => ({
          op: 'feedback',
          ...fieldsOf(pair),
          model: nameOf(model),
          reward,
        })),
      );
    },
    async predict(pairs) {
      await ready;
      const predictions = await ask(pairs.map((pair) => ({ op: 'predict', ...fieldsOf(pair) })));
      return predictions.map((prediction) => ({
        model: modelOf(prediction),
        confidence: prediction.confidence,
      }));
    },
    async tick() {
      await ask([{ op: 'tick', ts }]);
    },
    async stop() {
      child.stdin.end();
      await new Promise((ended) => child.once('close', ended));
    },
  };
}

interface BacktestResponse {
  readonly model: string;
  readonly confidence: number;
}

const nameOf = (model: number) => `model-${model}`;
const modelOf = ({ model }: BacktestResponse) => Number(model.replace('model-', ''));
