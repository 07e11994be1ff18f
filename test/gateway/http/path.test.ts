import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CodedError } from '../../../src/gateway/http/coded-error.ts';
import { fillPath } from '../../../src/gateway/http/path.ts';

const hostile = ['', '.', '..', '../x', 'a/b', 'a\\b', '%2e%2e', 'a\r\nb', 'a b', 'a?b', 'a#b', '__proto__/x', 'é'];

describe('a path', () => {
  it('is filled and encoded once', () => {
    const template = '/organizations/{organization}/releases/{version}/';
    expect(fillPath(template, { organization: 'acme', version: '1.0?x#y z%2F' })).toBe(
      '/organizations/acme/releases/1.0%3Fx%23y%20z%252F/',
    );
  });

  it.each(hostile)('refuses %j as a slug', (value) => {
    expect(() => fillPath('/projects/{organization}/{project}/', { organization: value, project: 'web' })).toThrow(
      CodedError,
    );
    expect(() => fillPath('/projects/{organization}/{project}/', { organization: 'acme', project: value })).toThrow(
      CodedError,
    );
  });

  it.each(['', ' ', '.', '..', 'latest', 'LATEST', 'a/b', 'a\\b', 'a\nb', '\ud800'])(
    'refuses %j as a version',
    (version) => {
      expect(() => fillPath('/{version}/', { version })).toThrow(CodedError);
    },
  );

  it.each(['', ' ', '.', '..', 'a/b', 'a\\b', 'a\nb', '\ud800', 'x'.repeat(201)])('refuses %j as a tag key', (key) => {
    expect(() => fillPath('/tags/{key}/', { key })).toThrow(CodedError);
  });

  it('never leaves its template, whatever the segment', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (version) => {
        let path: string;
        try {
          path = fillPath('/releases/{version}/deploys/', { version });
        } catch (error) {
          return error instanceof CodedError && error.code === 'BAD_USER_INPUT';
        }
        const url = new URL(`http://127.0.0.1${path}`);
        return url.pathname === path && decodeURIComponent(path.split('/')[2] ?? '') === version;
      }),
    );
  });
});
