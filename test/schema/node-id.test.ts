import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CodedError } from '../../src/gateway/http/coded-error.ts';
import { limits } from '../../src/gateway/limits.ts';
import { decodeNodeId, encodeNodeId, partsOf } from '../../src/schema/node-id.ts';

const version = fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }).filter((text) => text.isWellFormed());

describe('node ids', () => {
  it('survive a round trip, whatever their parts hold', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('o', 'p', 'i', 'e', 'r'),
        fc.option(fc.stringMatching(/^[A-Za-z0-9_-]{1,128}$/)),
        fc.array(version, { minLength: 1, maxLength: 3 }),
        (code, account, parts) => {
          expect(decodeNodeId(encodeNodeId({ code, account, parts }))).toEqual({ code, account, parts });
        },
      ),
    );
  });

  it('refuse what is malformed', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          return encodeNodeId(decodeNodeId(text)) === text;
        } catch (error) {
          return error instanceof CodedError && error.code === 'BAD_USER_INPUT';
        }
      }),
    );
  });

  it.each(['..', '../x', 'a/b', '', '%2e%2e', 'a\r\nb'])('check a part such as %j like direct input', (part) => {
    const id = encodeNodeId({ code: 'p', account: null, parts: ['acme', part] });
    expect(() => partsOf(decodeNodeId(id), ['organization', 'projectSlug'])).toThrow(CodedError);
  });

  it('hold the longest release version, and nothing longer', () => {
    const idOf = (release: string) =>
      encodeNodeId({ code: 'r', account: 'a'.repeat(128), parts: ['o'.repeat(50), release] });
    expect(decodeNodeId(idOf('\u{30b5}'.repeat(250))).parts[1]).toHaveLength(250);
    expect(() => decodeNodeId(idOf('a'.repeat(limits.nodeIdLength)))).toThrow('This is not a node id of this graph');
  });

  it('hold a character that no slug and no id of Maton may hold', () => {
    expect(encodeNodeId({ code: 'o', account: null, parts: ['acme'] })).toContain('.');
  });
});
