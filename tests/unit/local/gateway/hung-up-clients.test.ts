import { expect, onTestFinished, test, vi } from 'vitest';
import { basePath } from '#functions/api/routes/all-routes.ts';
import { startBareGateway } from '../../../support/gateway.ts';
import { leaveInTheMiddleOf } from '../../../support/leave-in-the-middle-of.ts';

test('a client that leaves in the middle of its request ends nothing, and is no failure in the log', async () => {
  const logged = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  onTestFinished(() => logged.mockRestore());
  const gateway = await startBareGateway();
  onTestFinished(() => gateway.close());
  const authorization = `authorization: ${await gateway.authorization('user')}`;

  await leaveInTheMiddleOf(gateway.url, `${basePath}/feedback`, [authorization]);

  expect((await fetch(`${gateway.url}${basePath}/health`)).status).toBe(200);
  expect(logged).not.toHaveBeenCalled();
});
