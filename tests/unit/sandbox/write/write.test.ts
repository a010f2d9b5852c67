import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { WriteJob } from '#core/improvements/jobs.ts';
import { write } from '#sandbox/write/write.ts';
import { bubblewrapIsHere, withoutBubblewrap } from '../support/bubblewrap-here.ts';
import {
  fastTotals,
  kioskText,
  makeKiosk,
  temporaryFolder,
  totalsFile,
  writeFiles,
} from '../support/kiosk.ts';

const limits = { seconds: 60, memoryMb: 1_536, diskMb: 64 };
const key = 'sk-0123456789';

interface Given {
  readonly files?: Record<string, string>;
  readonly agent?: Partial<WriteJob['agent']>;
  readonly secrets?: Record<string, string>;
}

/** Runs a shell line as the agent on the kiosk. */
async function runAgent(command: string, { files = {}, agent = {}, secrets = {} }: Given = {}) {
  const folder = temporaryFolder();
  execFileSync('tar', ['-cf', join(folder, 'source.tar'), '-C', makeKiosk(files), '.']);
  writeFiles(folder, { 'task.md': '# Make GET /totals faster', 'task.json': '{"finding":{}}' });
  const job: WriteJob = {
    job: 'write',
    agent: { command, hosts: [], variables: [], readable: [], seconds: 20, ...agent },
    limits,
    dependencies: null,
  };
  const written = await write(folder, job, secrets);
  return { ...written, log: readFileSync(join(folder, 'out/log.txt'), 'utf8'), folder };
}

/** The command lines of running programs that hold the text. */
const commandsWith = (text: string): readonly string[] =>
  execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(text));

const change = `echo "// faster" >> ${totalsFile}`;

describe.skipIf(!bubblewrapIsHere)(`an operator's agent (${withoutBubblewrap})`, () => {
  it('hands out the whole text of what it changed and added', async () => {
    const { changes, refusal } = await runAgent(
      `cat > ${totalsFile} <<'END'\n${fastTotals}END\necho 'export const one = 1;' > src/one.ts`,
    );
    expect(refusal).toBeNull();
    expect(changes.toSorted((a, b) => a.path.localeCompare(b.path))).toEqual([
      { path: 'src/one.ts', text: 'export const one = 1;\n' },
      { path: totalsFile, text: fastTotals },
    ]);
  });

  it('gets its task in files beside the tree, and tells what it did and what it cost', async () => {
    const account = '{"title":"Sum in\\none pass","rationale":"One pass.","dollars":0.12}';
    const { title, rationale, dollars, changes } = await runAgent(
      `cat "$IRONCLAW_TASK" "$IRONCLAW_TASK_JSON" >> ${totalsFile}; printf %s '${account}' > "$IRONCLAW_RESULT"`,
    );
    expect({ title, rationale, dollars }).toEqual({
      title: 'Sum in one pass',
      rationale: 'One pass.',
      dollars: 0.12,
    });
    expect(changes.map(({ path }) => path)).toEqual([totalsFile]);
    expect(changes[0]?.text).toContain('# Make GET /totals faster{"finding":{}}');
  });

  it.each(['', 'no JSON', '{"dollars":-3}', '{"dollars":1e300}', '{"dollars":"two"}', '[]'])(
    'costs an unknown amount, not nothing, if it reports %j',
    async (account) => {
      const { dollars, refusal } = await runAgent(`${change}; echo '${account}' > "$IRONCLAW_RESULT"`);
      expect({ dollars, refusal }).toEqual({ dollars: null, refusal: null });
    },
  );

  it('never changes the packages or the history of a candidate', async () => {
    const { changes } = await runAgent(
      `${change}; mkdir -p .git/hooks node_modules/a; echo x > .git/hooks/pre-commit; echo x > node_modules/a/index.js`,
    );
    expect(changes.map(({ path }) => path)).toEqual([totalsFile]);
  });

  it.each<[string, string, string]>([
    [
      'does not exist',
      'no-such-agent --fix',
      "The agent's command was not found in its box; `readable` has to list the folder that it is installed in.",
    ],
    ['cannot be executed', './ironclaw.json', "The agent's command cannot be executed in its box."],
    [
      'fails',
      `${change}; echo 'a long story' >&2; exit 3`,
      'The agent ended with code 3; the log of its job has what it printed.',
    ],
    ['changes nothing', 'cat src/totals.ts', 'The agent changed nothing.'],
    ['only touches a file', `touch ${totalsFile}`, 'The agent changed nothing.'],
    [
      'removes a file',
      `rm ${totalsFile}`,
      'The agent removed "src/totals.ts"; a candidate changes and adds files.',
    ],
    [
      'makes a file a link',
      `ln -sf /etc/passwd ${totalsFile}`,
      'The agent made "src/totals.ts" a symbolic link.',
    ],
    ['adds a link', 'ln -s / src/root', 'The agent made "src/root" a symbolic link.'],
    ['makes a pipe', 'mkfifo src/pipe', 'The agent made "src/pipe", which is no regular file.'],
    [
      'changes a mode',
      `chmod +x ${totalsFile}`,
      'The agent changed the mode of "src/totals.ts"; a candidate changes texts only.',
    ],
    [
      'adds a program',
      'cp /bin/true src/true',
      'The agent changed the mode of "src/true"; a candidate changes texts only.',
    ],
    [
      'leaves no text',
      `printf 'a\\0b' > ${totalsFile}`,
      'The agent left something in "src/totals.ts" that is no text in UTF-8.',
    ],
    [
      'leaves a huge file',
      `head -c 300000 /dev/zero > ${totalsFile}`,
      'The agent left 300000 bytes in "src/totals.ts"; 200000 are allowed.',
    ],
    [
      'fills the disk',
      'head -c 200M /dev/zero > src/zero',
      'The agent ended with code 1; the log of its job has what it printed.',
    ],
    [
      'adds a hundred files',
      'for i in $(seq 100); do echo > src/$i; done',
      'The agent changed or added 100 files.',
    ],
    [
      'adds thousands of files',
      'mkdir -p many && cd many && seq 5000 | xargs touch',
      'The agent added thousands of files and folders.',
    ],
    [
      'prints megabytes',
      'yes',
      'The agent was ended with all its processes; killed: printed more than 16 MB.',
    ],
  ])('is refused with a sentence if it %s', async (_, command, sentence) => {
    const { refusal, changes, log } = await runAgent(command);
    expect({ refusal, changes }).toEqual({ refusal: sentence, changes: [] });
    expect(log).toContain(sentence);
  });

  it('is refused if it removes the whole tree', async () => {
    const { refusal } = await runAgent('rm -rf ./* ./.[!.]*');
    expect(refusal).toMatch(
      /^The agent removed ".*" and \d+ more files; a candidate changes and adds files\.$/,
    );
  });

  it('is ended with every process that it started if it hangs', async () => {
    const mark = `4${process.pid}`;
    const { refusal } = await runAgent(`(setsid sleep ${mark} &) ; sleep ${mark}`, { agent: { seconds: 1 } });
    expect(refusal).toBe('The agent was ended with all its processes; killed: ran longer than 1 s.');
    expect(commandsWith(`sleep ${mark}`)).toEqual([]);
  });

  it('leaves no process behind once its command has ended', async () => {
    const mark = `5${process.pid}`;
    const { refusal } = await runAgent(`(setsid sleep ${mark} &) ; ${change}`);
    expect(refusal).toBeNull();
    expect(commandsWith(`sleep ${mark}`)).toEqual([]);
  });

  it('writes nowhere outside of its copy', async () => {
    const outside = temporaryFolder();
    const { refusal, log } = await runAgent(
      `echo x > ${outside}/x; echo x > /usr/x; echo x > /etc/x; ls /root /home; ${change}`,
    );
    expect(refusal).toBeNull();
    expect(existsSync(join(outside, 'x'))).toBe(false);
    expect(log.match(/cannot create/g)).toHaveLength(3);
    expect(log.match(/No such file or directory/g)?.length).toBeGreaterThanOrEqual(2);
  });

  it('gets its secrets, which no log and no list of processes shows', async () => {
    const { refusal, log, folder } = await runAgent(
      `echo "key: $AGENT_KEY"; tr '\\0' ' ' < /proc/1/cmdline; ${change}`,
      { secrets: { AGENT_KEY: key } },
    );
    expect(refusal).toBeNull();
    expect(log).toContain('key: [AGENT_KEY]');
    expect(spawnSync('grep', ['-r', key, folder], { encoding: 'utf8' }).stdout).toBe('');
  });

  it('is refused if it writes a secret into its answer', async () => {
    const sentence = 'The agent wrote the value of AGENT_KEY into its answer.';
    const secrets = { AGENT_KEY: key };
    const inCode = await runAgent(`echo "// $AGENT_KEY" >> ${totalsFile}`, { secrets });
    const inWords = await runAgent(
      `${change}; echo "{\\"title\\":\\"Use $AGENT_KEY\\"}" > $IRONCLAW_RESULT`,
      {
        secrets,
      },
    );
    expect([inCode.refusal, inWords.refusal]).toEqual([sentence, sentence]);
    expect(JSON.stringify(inCode)).not.toContain(key);
  });

  it("reads its service's files and not what changed before it", async () => {
    const { changes } = await runAgent(`cat ironclaw.json >> ${totalsFile}`);
    expect(changes[0]?.text).toBe(`${kioskText(totalsFile)}${kioskText('ironclaw.json')}`);
  });
});

describe.skipIf(!bubblewrapIsHere)(`the network of an agent (${withoutBubblewrap})`, () => {
  async function startModel(): Promise<string> {
    const server = createServer((request, response) =>
      response.end(`${request.method} ${request.url} of the model`),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => server.closeAllConnections());
    onTestFinished(() => void server.close());
    return `127.0.0.1:${(server.address() as AddressInfo).port}`;
  }
  const get = (place: string) => `"${process.execPath}" -e "
    fetch('http://${place}/v1/models').then(async (response) => console.log(response.status, await response.text()), (error) => console.log('no way:', error.cause?.message ?? error.message))"`;

  it('reaches the places that its hosts list', async () => {
    const model = await startModel();
    const { log } = await runAgent(`${get(model)}; ${change}`, { agent: { hosts: [model] } });
    expect(log).toContain('200 GET /v1/models of the model');
  });

  it('reaches no other place, and the log says which it asked for', async () => {
    const [model, other] = [await startModel(), await startModel()];
    const { log } = await runAgent(`${get(other)}; ${change}`, { agent: { hosts: [model] } });
    expect(log).not.toContain('of the model');
    expect(log).toContain(`It asked for "${other}", which is not among the \`hosts\` of the agent.`);
  });

  it('reaches nothing by default, with or without a proxy', async () => {
    const model = await startModel();
    const { log } = await runAgent(`${get(model)}; ${change}`);
    expect(log).toContain('no way:');
  });

  it('has no way around its proxy', async () => {
    const model = await startModel();
    const around = `env -u NODE_USE_ENV_PROXY ${get(model)}`;
    const { log } = await runAgent(`${around}; ${change}`, { agent: { hosts: [model] } });
    expect(log).toContain('no way:');
  });
});
