import type { Base } from '../base.ts';

export const permissions: Base = {
  path: 'permissions.js',
  source: `export function isAllowed(user, action, rules) {
  const matching = rules.filter((rule) => user.roles.includes(rule.role) && rule.actions.includes(action));
  if (matching.some((rule) => rule.effect === 'deny')) return false;
  return matching.some((rule) => rule.effect === 'allow');
}

export function visibleDocuments(user, documents, rules) {
  return documents.filter((document) => document.owner === user.id || isAllowed(user, 'read', rules));
}
`,
  program: `import { isAllowed, visibleDocuments } from './src/permissions.js';
const rules = [
  { role: 'reader', actions: ['read'], effect: 'allow' },
  { role: 'editor', actions: ['read', 'write'], effect: 'allow' },
  { role: 'guest', actions: ['write', 'read'], effect: 'deny' },
];
const users = [{ id: 'u1', roles: ['reader'] }, { id: 'u2', roles: ['editor', 'guest'] }, { id: 'u3', roles: [] }, { id: 'u4', roles: ['editor'] }];
for (const user of users) for (const action of ['read', 'write', 'delete']) isAllowed(user, action, rules);
isAllowed(users[0], 'read', []);
const documents = [{ id: 'd1', owner: 'u1' }, { id: 'd2', owner: 'u2' }, { id: 'd3', owner: 'u3' }];
for (const user of users) visibleDocuments(user, documents, rules);
`,
};
