import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** Which of Maton's hosts a port plays; one port may play both. */
export type Plane = 'data' | 'control' | 'both';

/** Answers one request on a port. */
export type Respond = (request: IncomingMessage, response: ServerResponse, plane: Plane) => Promise<void>;

/** A port that listens. */
export type OpenPort = { origin: string; close(): Promise<void> };

/** Opens a port on 127.0.0.1; 0 takes any free one. */
export async function openPort(port: number, plane: Plane, respond: Respond): Promise<OpenPort> {
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    respond(request, response, plane).catch((error: unknown) => {
      // A client that left while its body was read has nobody to answer.
      if (!request.destroyed || request.complete) {
        process.emitWarning(error instanceof Error ? error : String(error), 'SandboxWarning');
      }
      response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return { origin: `http://127.0.0.1:${portOf(server) ?? port}`, close: () => close(server) };
}

function portOf(server: Server): number | undefined {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : undefined;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
