import { createServer, type RequestListener } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openClient } from '#sandbox/verify/client.ts';
import { temporaryFolder } from '../support/kiosk.ts';

async function clientOf(listener: RequestListener, headers: Record<string, string> = {}) {
  const socket = `${temporaryFolder()}/socket`;
  const server = createServer(listener);
  await new Promise<void>((resolve) => {
    server.listen(socket, resolve);
  });
  const client = openClient(socket, headers);
  onTestFinished(() => {
    client.close();
    server.close();
  });
  return client;
}

const echo: RequestListener = (request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const { method, url, headers } = request;
    response.end(JSON.stringify({ method, url, headers, body: Buffer.concat(chunks).toString() }));
  });
};

describe('a replayed request', () => {
  it('has the headers that were recorded, unless the manifest names others', async () => {
    const client = await clientOf(echo, { Accept: 'text/csv' });
    const headers = { accept: 'text/html', 'x-api-version': '2' };
    const { body } = await client.send({ method: 'GET', path: '/', headers });
    expect(JSON.parse(body.toString()).headers).toMatchObject({ accept: 'text/csv', 'x-api-version': '2' });
  });

  it('has its body, its content type and the headers that the service wants', async () => {
    const client = await clientOf(echo, { Authorization: 'Bearer test', 'content-type': 'text/plain' });
    const { body } = await client.send({
      method: 'POST',
      path: '/orders?a=%20b',
      contentType: 'application/json',
      body: '{"sku":"ü"}',
    });
    expect(JSON.parse(body.toString())).toMatchObject({
      method: 'POST',
      url: '/orders?a=%20b',
      headers: { authorization: 'Bearer test', 'content-type': 'application/json', 'content-length': '12' },
      body: '{"sku":"ü"}',
    });
  });

  it('without a body is sent without one', async () => {
    const client = await clientOf(echo);
    const { body } = await client.send({ method: 'DELETE', path: '/orders/1' });
    expect(JSON.parse(body.toString())).toMatchObject({ method: 'DELETE', body: '' });
  });
});

describe('a response', () => {
  it('has every value of every header', async () => {
    const client = await clientOf((_, response) =>
      response.writeHead(302, { 'Set-Cookie': ['a=1', 'b=2'], Location: '/there' }).end(),
    );
    expect(await client.send({ method: 'GET', path: '/' })).toMatchObject({
      status: 302,
      headers: { 'set-cookie': ['a=1', 'b=2'], location: ['/there'] },
    });
  });

  it('to HEAD announces a length and has no body', async () => {
    const client = await clientOf((_, response) => response.writeHead(200, { 'content-length': 42 }).end());
    const { headers, body } = await client.send({ method: 'HEAD', path: '/' });
    expect({ length: headers['content-length'], body: body.length }).toEqual({ length: ['42'], body: 0 });
  });

  it('that breaks off is none', async () => {
    const client = await clientOf((_, response) => {
      response.writeHead(200, { 'content-length': 42 });
      response.write('short', () => response.destroy());
    });
    await expect(client.send({ method: 'GET', path: '/' })).rejects.toThrow();
  });
});
