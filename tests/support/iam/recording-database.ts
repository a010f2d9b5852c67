import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { type Listening, listen } from '#local/processes/listen.ts';
import { type TableCall, tableCallsOf } from './table-calls.ts';

export interface RecordingDatabase extends Listening {
  /** Returns the calls on the table since the last `take`. */
  take(): readonly TableCall[];
}

/** Starts a proxy before a real database that forwards every request and records the calls on the table. */
export async function recordingDatabase(engine: string): Promise<RecordingDatabase> {
  let calls: TableCall[] = [];
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const [service = '', operation = ''] = String(request.headers['x-amz-target']).split('.');
    // Lambda reads the stream, and the stack manages tables: no function needs permissions for either.
    if (!service.startsWith('DynamoDBStreams') && !operation.endsWith('Table'))
      calls.push(...tableCallsOf(operation, JSON.parse(body)));
    const { host: _host, 'content-length': _length, connection: _connection, ...headers } = request.headers;
    const answer = await fetch(engine, { method: 'POST', headers: headers as Record<string, string>, body });
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
    response.end(await answer.text());
  });
  return {
    ...(await listen(server, 0)),
    take() {
      const taken = calls;
      calls = [];
      return taken;
    },
  };
}
