import { MockAgent } from 'undici';
import { describe, expect, it } from 'vitest';
import { createTransport } from '../../../src/gateway/http/transport.ts';
import { callOf } from '../../support/call.ts';

describe('the transport', () => {
  it('does not call it a failure of the upstream when a call cannot be written down', async () => {
    const upstream = { origin: 'http://127.0.0.1', prefix: '', controlOrigin: 'http://127.0.0.1' };
    const send = createTransport(upstream, new MockAgent(), 'test');
    await expect(send(callOf({ query: [['query', 'a\ud800b']] }))).rejects.toThrow(URIError);
  });
});
