import { expect, test } from 'vitest';
import * as z from 'zod';
import { Configuration } from '#lib/config/configuration.ts';
import { isRequired } from '../support/is-required.ts';
import { readText, textOf } from './repository.ts';

/** The names of all properties of a JSON schema, at any depth. */
function propertiesIn(schema: unknown): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { properties = {} } = schema as { properties?: object };
  return [...Object.keys(properties), ...Object.values(schema).flatMap(propertiesIn)];
}

const settings = new Set(
  propertiesIn(z.toJSONSchema(Configuration, { io: 'input', unrepresentable: 'any' })),
);
/** Read where they are declared: the first by editors, the second by the check of the region. */
const elsewhere = ['$schema', 'allowUnlistedRegion'];

test.each([...settings].filter((name) => !elsewhere.includes(name)))(
  'the setting %s of an installation reaches the stacks',
  (name) => {
    expect(textOf('lib/{app.ts,{access,constructs,stacks}/*.ts}')).toMatch(new RegExp(`\\b${name}\\b`));
  },
);

const variables = [...readText('functions/composition/environment.ts').matchAll(/^ {2}([A-Z_]+): /gm)].map(
  ([, name = '']) => name,
);

test('the variables of the functions are found', () => {
  expect(variables).toContain('TABLE_NAME');
});

test.each(variables)(
  'the variable %s is read by a function, and set by the stacks or on one machine',
  (name) => {
    const readers = textOf('functions/**/!(environment).ts');
    expect([...readers.matchAll(/readEnvironment\(([^)]*)\)/g)].join(' ')).toContain(`'${name}'`);
    expect(textOf('lib/**/*.ts') + readText('local/system.ts')).toMatch(new RegExp(`\\b${name}\\b`));
  },
);

test.each(variables.filter(isRequired))(
  'the variable %s has no default, and is set on one machine too',
  (name) => {
    expect(readText('local/system.ts')).toMatch(new RegExp(`\\b${name}\\b`));
  },
);
