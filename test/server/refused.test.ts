import { GraphQLError, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { CodedError } from '../../src/gateway/http/coded-error.ts';
import { schema } from '../../src/schema/index.ts';
import { refused } from '../../src/server/refused.ts';

const shown = (error: GraphQLError, reports: unknown[] = []) =>
  refused(error, 'id', (original) => reports.push(original)).toJSON();

describe('what refuses a request before it runs', () => {
  it.each([
    ['BAD_REQUEST', 'BAD_USER_INPUT', { status: 400 }],
    ['OPERATION_RESOLUTION_FAILURE', 'BAD_USER_INPUT', { status: 400 }],
    ['REQUEST_ENTITY_TOO_LARGE', 'QUERY_TOO_COMPLEX', { status: 400 }],
    ['PERSISTED_QUERY_NOT_SUPPORTED', 'PERSISTED_QUERY_NOT_SUPPORTED', { status: 200 }],
    [undefined, 'GRAPHQL_VALIDATION_FAILED', { status: 400 }],
  ])('%s is shown as %s', (code, expected, http) => {
    const error = new GraphQLError('No.', { extensions: { code, originalError: { message: 'x' } } });
    expect(shown(error)).toEqual({ message: 'No.', extensions: { code: expected, requestId: 'id', http } });
  });

  it('has its reason where Sentry cannot do what was asked', () => {
    for (const field of ['Organization.issues', 'Project.issues', 'Release.issues', 'Release.newIssues']) {
      for (const argument of ['last: 5', 'before: "x"']) {
        const [type = '', name] = field.split('.');
        const parent = {
          Organization: 'organization(slug: "a")',
          Project: 'project(organization: "a", slug: "b")',
          Release: 'release(organization: "a", version: "1")',
        }[type];
        const [error] = validate(schema, parse(`{ ${parent} { ${name}(${argument}) { nodes { id } } } }`));
        expect(error && shown(error)).toMatchObject({
          message: expect.stringMatching(/on field "[\w.]+"\. Issue lists page forwards only: .+ cannot page back/),
          extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
        });
      }
    }
  });

  it('keeps the place in the document', () => {
    const [node] = parse('{ a }').definitions;
    expect(shown(new GraphQLError('No.', { nodes: node })).locations).toEqual([{ line: 1, column: 1 }]);
  });

  it('is never a bug of ours: that is masked and reported', () => {
    const bug = new Error('secret');
    const reports: unknown[] = [];
    const error = shown(new GraphQLError('secret', { originalError: bug }), reports);
    expect(error.extensions).toEqual({ code: 'INTERNAL_SERVER_ERROR', requestId: 'id', http: { status: 500 } });
    expect(JSON.stringify(error)).not.toContain('secret');
    expect(reports).toEqual([bug]);
  });

  it('may be a coded error, which keeps its code', () => {
    const coded = new CodedError('OVERLOADED', 'Later.', { retryAfter: 1 });
    const { message, extensions } = shown(new GraphQLError('x', { originalError: coded }));
    expect(message).toBe('Later.');
    expect(extensions).toMatchObject({ code: 'OVERLOADED', retryAfter: 1 });
  });
});
