import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface TokenRequest {
  readonly authorization: string;
  readonly contentType: string;
  readonly body: string;
}

type Respond = (res: ServerResponse, nth: number) => void;

/** Issues `token-1`, `token-2`, … that expire after `seconds`. */
export const issue =
  (seconds: number): Respond =>
  (res, nth) =>
    void res.end(JSON.stringify({ access_token: `token-${nth}`, expires_in: seconds, token_type: 'Bearer' }));

/** An OAuth 2.0 token endpoint over real HTTP, with responses from the test. */
export async function openTokenServer(respond: Respond = issue(3_600)) {
  const requests: TokenRequest[] = [];
  const server = createServer(async (req, res) => {
    let body = '';
    for await (const chunk of req) body += chunk;
    const { authorization = '', 'content-type': contentType = '' } = req.headers;
    requests.push({ authorization, contentType, body });
    respond(res, requests.length);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/oauth2/token`;
  return {
    url,
    requests,
    /** Credentials for this server; the secret is easy to find in places where it must not be. */
    credentials: { url, clientId: 'client-of-shop', clientSecret: 'sesame:open+1' },
    close(): void {
      server.close();
      server.closeAllConnections();
    },
  };
}
