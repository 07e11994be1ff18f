import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CodedError } from '../../src/gateway/http/coded-error.ts';
import { limits } from '../../src/gateway/limits.ts';
import { parseSearch } from '../../src/sandbox/search/tokens.ts';
import { plainText, textTest } from '../../src/sandbox/search/values.ts';
import { type IssueArguments, issueFilter } from '../../src/schema/issue-search.ts';
import { between, quoted, searchOf, searchText, shortEnough, term } from '../../src/schema/search-terms.ts';
import { now } from '../support/graph.ts';

const syntax = ['"', '\\', '*', ':', '!', '[', ']', ',', ' ', '(', ')', '\n', ' OR ', ' is:resolved ', 'key:"', '"]'];
const hostile = fc.oneof(
  fc.array(fc.oneof(fc.constantFrom(...syntax), fc.string({ maxLength: 3 })), { maxLength: 12 }).map((s) => s.join('')),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
);

/** The value, or undefined where it is refused; any other failure is one. */
const orRefused = <T>(make: () => T): T | undefined => {
  try {
    return make();
  } catch (error) {
    if (error instanceof CodedError && error.code === 'BAD_USER_INPUT') return undefined;
    throw error;
  }
};

const texts = (values: readonly string[]) => [...new Set(values)];

/** Reads quoted text as Sentry's grammar does, `'"' ('\\"' / [^"])* '"'`, and gives what follows it. */
const afterQuoted = (text: string): string | undefined => {
  if (!text.startsWith('"')) return undefined;
  for (let at = 1; at < text.length; at += text.startsWith('\\"', at) ? 2 : 1) {
    if (text[at] === '"') return text.slice(at + 1);
  }
  return undefined;
};

describe('search terms', () => {
  it.each([
    [term('level', ['error']), 'level:"error"'],
    [term('level', ['error', 'fatal', 'error']), 'level:["error","fatal"]'],
    [term('release', ['shop@1.0 (beta)']), 'release:"shop@1.0 (beta)"'],
    [quoted('say "hi" *'), '"say \\"hi\\" \\*"'],
    [quoted('C:\\temp'), '"C:\\\\temp"'],
    [searchOf(['is:unresolved', '', quoted('x')], 'level:info'), 'is:unresolved "x" level:info'],
  ])('%s', (built, expected) => {
    expect(built).toBe(expected);
  });

  it('hold nothing but the values they were made of', () => {
    fc.assert(
      fc.property(fc.array(hostile, { minLength: 1, maxLength: 4 }), hostile, (values, text) => {
        const search = orRefused(() => searchOf([term('platform', values), quoted(text), term('dist', ['1'])], ''));
        if (search === undefined) return;
        const terms = parseSearch(search);
        expect(terms.map(({ key, isNegated, isList }) => ({ key, isNegated, isList }))).toEqual([
          { key: 'platform', isNegated: false, isList: texts(values).length > 1 },
          { key: null, isNegated: false, isList: false },
          { key: 'dist', isNegated: false, isList: false },
        ]);
        const [platforms, free] = terms;
        expect(platforms?.values.map(plainText)).toEqual(texts(values));
        expect(free?.values.map(plainText)).toEqual([text]);
        for (const value of [...(platforms?.values ?? []), ...(free?.values ?? [])]) {
          const meant = plainText(value);
          expect(textTest(value)(meant)).toBe(true);
          expect(textTest(value)(`${meant.replaceAll('*', 'any')}.`)).toBe(false);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it("end where they should by Sentry's grammar, too, in which no backslash escapes a backslash", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const built = orRefused(() => quoted(text));
        if (built !== undefined) expect(afterQuoted(`${built} level:"error"`)).toBe(' level:"error"');
      }),
      { numRuns: 2_000 },
    );
  });

  it('refuse what would be misread', () => {
    expect(() => quoted('C:\\')).toThrow('ends in a backslash');
    expect(() => term('level', [])).toThrow('Nothing is given');
    for (const text of ['', ' \t', 'a\u0000', '\ud800', 'x'.repeat(251)]) {
      expect(() => searchText('text')(text)).toThrow(CodedError);
    }
    expect(searchText('text')('two\nlines')).toBe('two\nlines');
    expect(() => searchOf([quoted('é'.repeat(1_000))], '')).toThrow('bytes');
    expect(() => shortEnough('a'.repeat(limits.searchBytes + 1))).toThrow('This search takes 6001 bytes');
    expect(() => between('firstSeen', '+010000-01-01T00:00:00.000Z', null)).toThrow('years');
  });
});

describe('the search of an issue list', () => {
  const given = (args: IssueArguments) => (name: string) => Object.hasOwn(args, name);
  const searchFor = (args: IssueArguments, fixed?: readonly string[]) =>
    issueFilter(args, given(args), now, fixed).query;

  it('has exactly the terms of its arguments, whatever they hold, and the query behind them', () => {
    const some = fc.array(hostile, { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(some, some, some, hostile, (assignee, release, platform, text) => {
        const args = { status: ['RESOLVED'], assignee, release, platform, text, query: 'level:info !has:user' };
        const search = orRefused(() => searchFor(args));
        if (search === undefined) return;
        expect(parseSearch(search).map(({ key, values }) => [key, values.map(plainText)])).toEqual([
          ['is', ['resolved']],
          ['assigned', texts(assignee)],
          ['release', texts(release)],
          ['platform', texts(platform)],
          [null, [text]],
          ['level', ['info']],
          ['has', ['user']],
        ]);
      }),
      { numRuns: 2_000 },
    );
  });

  it('may have terms of its own', () => {
    expect(searchFor({ level: ['FATAL'], query: 'x' }, [term('firstRelease', ['shop@1'])])).toBe(
      'firstRelease:"shop@1" level:"fatal" x',
    );
    const release = [term('firstRelease', ['shop@1'])];
    expect(() => searchFor({ query: 'ab'.repeat(16) }, release)).toThrow('is a lookup');
    expect(issueFilter({ query: 'SHOP-1' }, () => false, now, release)).toMatchObject({
      query: 'firstRelease:"shop@1" SHOP-1',
      shortId: null,
    });
  });

  it.each(['ab'.repeat(16), 'abababab-abab-abab-abab-abababababab'])('is a lookup for the event %s', (query) => {
    expect(issueFilter({ query, status: ['UNRESOLVED'] }, (name) => name === 'query', now)).toMatchObject({ query });
    expect(issueFilter({ query, status: null, level: null }, () => true, now)).toMatchObject({ query });
    expect(() => issueFilter({ query, level: ['ERROR'], text: 'x' }, () => true, now)).toThrow('"level", "text"');
  });

  it('begins with a lookup for a lone short id', () => {
    const query = 'SHOP-1';
    const status = ['UNRESOLVED'];
    const lookup = { query: 'is:unresolved SHOP-1', shortId: 'SHOP-1' };
    expect(issueFilter({ query, status }, (name) => name === 'query', now)).toMatchObject(lookup);
    expect(issueFilter({ query, status, sort: 'NEW' }, (name) => name !== 'status', now)).toMatchObject(lookup);
    expect(issueFilter({ query, status: null }, () => true, now)).toMatchObject({ query, shortId: query });
    expect(issueFilter({ query, status }, () => true, now)).toMatchObject({ ...lookup, shortId: null });
  });

  it('is no lookup where only the text is an id', () => {
    expect(searchFor({ text: 'ab'.repeat(16) })).toBe(`"${'ab'.repeat(16)}"`);
  });
});
