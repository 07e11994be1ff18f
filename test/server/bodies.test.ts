import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { limits } from '../../src/gateway/limits.ts';
import { Bodies } from '../../src/server/bodies.ts';

/** A request whose body comes as `push` says, and what was read of it, or the code it was refused with. */
const asking = (bodies: Bodies) => {
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  const read = bodies.read(request, response).catch(({ code }) => code);
  return { push: (part: Buffer | null) => request.push(part), leave: () => request.destroy(), response, read };
};

/** Until what was pushed has been read. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('bodies', () => {
  it('are read whole, however they are cut', async () => {
    const { push, read } = asking(new Bodies());
    for (const byte of Buffer.from('{"query":"\u{1f40d} {__typename}"}')) push(Buffer.from([byte]));
    push(null);
    expect(await read).toBe('{"query":"\u{1f40d} {__typename}"}');
  });

  it('over their size are refused', async () => {
    const { push, read } = asking(new Bodies());
    push(Buffer.alloc(limits.requestBytes));
    push(Buffer.alloc(1));
    expect(await read).toBe('QUERY_TOO_COMPLEX');
  });

  it('whose client leaves, or has left, are cancelled', async () => {
    const bodies = new Bodies();
    const leaving = asking(bodies);
    leaving.push(Buffer.from('{'));
    leaving.leave();
    expect(await leaving.read).toBe('CANCELLED');
    const request = new IncomingMessage(new Socket());
    request.destroy();
    await expect(bodies.read(request, new ServerResponse(request))).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('that are too much together are refused, the largest that is still coming first', async () => {
    const bodies = new Bodies();
    const most = limits.bodiesBytes / limits.requestBytes;
    const little = asking(bodies);
    little.push(Buffer.from('{}'));
    const whole = asking(bodies);
    whole.push(Buffer.alloc(limits.requestBytes, ' '));
    whole.push(null);
    await whole.read;
    const large = Array.from({ length: most - 1 }, () => asking(bodies));
    for (const [index, { push }] of large.entries()) push(Buffer.alloc(limits.requestBytes - (index === 3 ? 2 : 3)));
    await settled();
    const more = asking(bodies);
    more.push(Buffer.alloc(1_000));
    expect(await large[3]?.read).toBe('OVERLOADED');
    more.push(null);
    little.push(null);
    expect([(await more.read).length, await little.read]).toEqual([1_000, '{}']);
  });

  it('count until they are answered', async () => {
    const bodies = new Bodies();
    const most = limits.bodiesBytes / limits.requestBytes;
    const full = Array.from({ length: most }, () => asking(bodies));
    for (const { push } of full) {
      push(Buffer.alloc(limits.requestBytes));
      push(null);
    }
    await Promise.all(full.map(({ read }) => read));
    const refused = asking(bodies);
    refused.push(Buffer.from('{'));
    expect(await refused.read).toBe('OVERLOADED');
    full[0]?.response.emit('close');
    const taken = asking(bodies);
    taken.push(Buffer.from('{}'));
    taken.push(null);
    expect(await taken.read).toBe('{}');
  });
});
