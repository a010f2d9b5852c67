import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { chooseService } from '../../../bin/commands/choose-service.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

test('where nothing runs any more, the command that starts a service is named', async () => {
  const data = temporaryFolder();
  writeFileSync(join(data, 'keys.json'), '{}');
  await expect(chooseService(undefined, { data })).rejects.toThrow(
    `\`ironclaw up --service PATH --data ${data}\``,
  );
});
