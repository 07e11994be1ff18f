import { describe, expect, it } from 'vitest';
import { contextOf } from '../../../src/schema/event/contexts.ts';

describe('a context', () => {
  it('is the one of that name, whatever its type', () => {
    const os = { name: 'Linux' };
    expect(contextOf('os')({ client_os: { type: 'os', name: 'iOS' }, os })).toBe(os);
  });

  it('is else the first of that type', () => {
    const client = { type: 'os', name: 'iOS' };
    const contexts = { 'a.b c': null, odd: 'os', list: ['os'], client_os: client, other: { type: 'os' }, os: null };
    expect(contextOf('os')(contexts)).toBe(client);
    expect(contextOf('app')(contexts)).toBeNull();
  });

  it('is never an inherited member', () => {
    expect(contextOf('constructor')({})).toBeNull();
    const contexts: Record<string, unknown> = JSON.parse('{"__proto__": {"type": "os", "name": "x"}}');
    expect(contextOf('os')(contexts)).toEqual({ type: 'os', name: 'x' });
    expect(contextOf('type')(contexts)).toBeNull();
  });
});
