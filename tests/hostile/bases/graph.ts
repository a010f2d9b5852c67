import type { Base } from '../base.ts';

export const graph: Base = {
  path: 'graph.js',
  source: `export function order(edges) {
  const done = [];
  const open = [];
  const visit = (node) => {
    if (done.includes(node)) return;
    if (open.includes(node)) throw new Error(\`cycle at \${node}\`);
    open.push(node);
    for (const [from, to] of edges) if (from === node) visit(to);
    open.pop();
    done.push(node);
  };
  for (const [from] of edges) visit(from);
  return done;
}
`,
  program: `import { order } from './src/graph.js';
order([['app', 'api'], ['api', 'db'], ['app', 'log'], ['api', 'log']]);
order([['a', 'b'], ['b', 'c'], ['c', 'd'], ['a', 'd']]);
order([]);
order([['x', 'y'], ['z', 'y']]);
try { order([['a', 'b'], ['b', 'c'], ['c', 'a']]); } catch {}
try { order([['self', 'self']]); } catch {}
`,
};
