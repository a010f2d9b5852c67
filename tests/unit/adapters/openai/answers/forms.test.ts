import { describe, expect, it } from 'vitest';
import { readAnswer } from '#adapters/openai/answers/read-answer.ts';
import { better, changeAfter, edit, fileAfter, files, improved, path, text } from '../support/service.ts';

const body = edit('  return a(items);\n', '  return items.length;\n');
const diff = `--- a/${path}
+++ b/${path}
@@ -40,3 +41,3 @@ export async function total(items: number[]): Promise<number> {
 export async function total(items: number[]): Promise<number> {
-  return a(items);
+  return items.length;
 }
`;
const fenced = (code: string, info = '', mark = '```') => `${mark}${info}\n${code}${mark}\n`;
const whole = fenced(`${better}\n`, 'ts');
const indented = (answer: string, margin: string) => answer.replaceAll(/^(?=.)/gm, margin);

describe('the same change is read', () => {
  it.each([
    ['a whole function', whole],
    ['tildes around it', fenced(`${better}\n`, 'ts', '~~~')],
    ['longer fences around it', fenced(`${better}\n`, 'ts', '`````')],
    ['a fence without a language', fenced(`${better}\n`)],
    ['a title in the info string', fenced(`${better}\n`, `ts title="${path}"`)],
    ['a path in the info string', fenced(`${better}\n`, `typescript:${path}`)],
    ['a path in the first line', fenced(`// ${path}\n${better}\n`, 'ts')],
    ['a path above it', `### 1. \`${path}\`\n\n${whole}`],
    ['a list around it', `1. The function:\n\n${indented(whole, '   ')}`],
    ['a list whose item begins with the fence', `- ${indented(whole, '  ').trimStart()}`],
    ['Markdown around it all', `\`\`\`markdown\nDo it better\n\n${whole}\`\`\`\n`],
    ['what to run beside it', `${whole}\nThen run:\n\n${fenced('npm test\n', 'sh')}`],
    ['its file as a whole', fenced(improved, 'ts')],
    ['its file as a whole, with the path', `**${path}**\n\n${fenced(improved, 'ts')}`],
    ['its file as a whole, with the path within', fenced(`// ${path}\n${improved}`, 'ts')],
    ['JSON', JSON.stringify({ title: 'Do it better', code: better })],
    ['JSON in a fence', fenced(`${JSON.stringify({ code: better }, null, 2)}\n`, 'json')],
    [
      'JSON of edits',
      JSON.stringify({
        edits: [{ path, search: '  return a(items);', replace: '  return items.length;' }],
      }),
    ],
    ['edits', `${path}\n${body}`],
    ['edits without fences', `${path}\n${body.replaceAll(/^```.*\n/gm, '')}`],
    ['edits whose last fence is missing', `${path}\n${body.replace(/```\n$/, '')}`],
    ['edits in a list', `- ${path}\n\n${indented(body, '    ')}`],
    ['ORIGINAL and UPDATED', `${path}\n${body.replace('SEARCH', 'ORIGINAL').replace('REPLACE', 'UPDATED')}`],
    ['HEAD and a branch', `${path}\n${body.replace('SEARCH', 'HEAD').replace('REPLACE', 'faster')}`],
    ['a word at the middle', `${path}\n${body.replace('=======', '======= UPDATED')}`],
    ['dashes and plus signs', `${path}\n${body.replace('<<<<<<<', '-------').replace('>>>>>>>', '+++++++')}`],
    [
      'a start line below the marker',
      `${path}\n${body.replace('SEARCH\n', 'SEARCH\n:start_line:5\n-------\n')}`,
    ],
    ['the path at the marker', body.replace('SEARCH', `SEARCH ${path}`)],
    ['the path in the fence', body.replace('ts\n', `ts\n${path}\n`)],
    ['the path in the info string', body.replace('ts', `ts ${path}`)],
    ['the path in bold', `**File: ${path}**\n${body}`],
    ['the path in a sentence that leads over', `In \`${path}\`, count them:\n\n${body}`],
    ['the path as a comment', `// ${path}\n${body}`],
    ['an absolute path', `/home/me/shop/${path}\n${body}`],
    ['the repository in front', `shop/${path}\n${body}`],
    ['Windows separators', `C:\\shop\\src\\total.ts\n${body}`],
    ['a URL', `file:///home/me/shop/${path}\n${body}`],
    ['the name alone', `total.ts\n${body}`],
    ['a dot in front', `./${path}\n${body}`],
    ['a diff with wrong line numbers', fenced(diff, 'diff')],
    ['a diff without a fence', diff],
    ['a diff in a fence without a language', fenced(diff)],
    [
      'a diff of git',
      fenced(`diff --git a/${path} b/${path}\nindex 1234567..89abcde 100644\n${diff}`, 'diff'),
    ],
    ['a diff without numbers', fenced(diff.replace(/@@ -.*@@/, '@@'), 'diff')],
    [
      'a diff without names, below the path',
      `${path}\n\n${fenced(diff.replace(/(---|\+\+\+).*\n/g, ''), 'diff')}`,
    ],
    ['a diff whose context lost its margin', fenced(diff.replaceAll(/^ /gm, ''), 'diff')],
    [
      'a patch of another tool',
      fenced(
        `*** Begin Patch\n*** Update File: ${path}\n${diff.replace(/(---|\+\+\+).*\n/g, '')}*** End Patch\n`,
      ),
    ],
    ['closed thoughts', `<think>\n${fenced('draft();\n', 'ts')}No.\n</think>\n${whole}`],
    ['thoughts that were not opened', `A loop.\n${fenced('draft();\n', 'ts')}\n</think>\n\n${whole}`],
    ['thoughts of other names', `<reasoning>\nA loop.\n</reasoning>\n\n<thinking>Hm.</thinking>\n${whole}`],
    ['thoughts after it that do not end', `${whole}\n<thinking>\n${fenced('draft();\n', 'ts')}`],
    ['Windows line ends', `${path}\r\n${body.replaceAll('\n', '\r\n')}`],
    ['a byte order mark', `\ufeff${whole}`],
  ])('with %s', (_, answer) => {
    expect(fileAfter(answer)).toBe(improved);
  });

  it('with tags of thoughts in its code, which are code', () => {
    const tagged = better.replace('items.length', '`\n<think>\nitems\n</think>\n`.length');
    expect(fileAfter(fenced(`${tagged}\n`, 'ts'))).toBe(
      improved.replace('items.length', '`\n<think>\nitems\n</think>\n`.length'),
    );
  });
});

describe('the prose of an answer', () => {
  it('is its title and its reasons, without thoughts and paths', () => {
    const answer = `<think>\nhm, a loop.\n</think>\n\nCount them\n\nOne pass.\n\n**${path}**\n${body}`;
    expect(readAnswer(answer)).toMatchObject({ title: 'Count them', rationale: 'One pass.' });
  });

  it.each([
    ['leads over to the code', 'Here is the faster version:'],
    ['is a tag', '<answer>'],
    ['is long', 'x'.repeat(200)],
  ])('has no title if its first line %s', (_, first) => {
    expect(readAnswer(`${first}\n\n${whole}`).title).toBe('');
  });
});

describe('a new file', () => {
  const added = 'src/count.ts';
  const count = 'export const count = (items: number[]) => items.length;\n';
  const uses = edit(
    "import { a } from './a.ts';\n",
    "import { a } from './a.ts';\nimport { count } from './count.ts';\n",
  );
  const importing = text.replace("'./a.ts';\n", "'./a.ts';\nimport { count } from './count.ts';\n");

  it.each([
    ['an edit of no lines', `${path}\n${uses}\n${added}\n${edit('', count)}`],
    ['an edit of no lines, named absolutely', `${path}\n${uses}\n/home/me/${added}\n${edit('', count)}`],
    [
      'a diff',
      fenced(
        `--- /dev/null\n+++ b/${added}\n@@ -0,0 +1 @@\n+${count}--- a/${path}\n+++ b/${path}\n@@ -1 +1,2 @@\n import { a } from './a.ts';\n+import { count } from './count.ts';\n`,
        'diff',
      ),
    ],
    ['whole files', `${path}\n${fenced(importing, 'ts')}\n${added}\n${fenced(count, 'ts')}`],
  ])('is created by %s', (_, answer) => {
    const { changes } = changeAfter(answer);
    expect(new Map(changes.map((change) => [change.path, change.text]))).toEqual(
      new Map([
        [path, importing],
        [added, count],
      ]),
    );
    expect(files.some((file) => file.path === added)).toBe(false);
  });
});
