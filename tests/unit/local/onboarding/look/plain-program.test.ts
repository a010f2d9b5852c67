import { describe, expect, test } from 'vitest';
import { plainProgram } from '#local/onboarding/look/plain-program.ts';

describe('the program behind a command for development', () => {
  test.each([
    ['node src/index.js', 'node src/index.js'],
    ['nodemon src/index.js', 'node src/index.js'],
    ['nodemon --watch src -e ts src/index.ts', 'ts-node src/index.ts'],
    ['nodemon --exec ts-node src/index.ts', 'ts-node src/index.ts'],
    [
      'nodemon --watch src --exec "node -r tsconfig-paths/register" src/index.js',
      'node -r tsconfig-paths/register src/index.js',
    ],
    ['nodemon', 'node .'],
    ['node --watch --inspect=0.0.0.0 app.js', 'node app.js'],
    ['tsx watch src/index.ts', 'tsx src/index.ts'],
    ['ts-node-dev --respawn --transpile-only src/main.ts', 'ts-node src/main.ts'],
    ['cross-env NODE_ENV=production node .', 'NODE_ENV=production node .'],
    ['pm2 start app.js --name api', 'node app.js --name api'],
    ['nest start --watch', 'nest start'],
    ['fastify start -w -l info app.js', 'fastify start -l info app.js'],
    [
      'NODE_OPTIONS=--max-old-space-size=4096 node app.js',
      'NODE_OPTIONS="$NODE_OPTIONS --max-old-space-size=4096" node app.js',
    ],
  ])('%s', (command, program) => {
    expect(plainProgram(command)).toBe(program);
  });
});
