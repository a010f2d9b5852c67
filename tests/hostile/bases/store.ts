import type { Base } from '../base.ts';

export const store: Base = {
  path: 'store.js',
  source: `import { publish } from './events.js';

const settings = new Map();

export function readSetting(user, name, defaults) {
  return settings.get(\`\${user} \${name}\`) ?? defaults.find((entry) => entry.name === name)?.value ?? null;
}

export async function writeSetting(user, name, value, db) {
  if (value === undefined) throw new TypeError('a setting needs a value');
  await db.save(user, name, value);
  settings.delete(\`\${user} \${name}\`);
  publish('changed', user);
  return { user, name, value };
}

export function settingNames(defaults) {
  return defaults.map(({ name }) => name).sort();
}
`,
  program: null,
};
