import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isRow, type Row } from '../../../src/gateway/read.ts';
import { ask, everything } from './ask.ts';

const file = new URL('../../../../shared/reference/sentry-openapi.json', import.meta.url);
const present = existsSync(file);

/** Every example in the document that is, or holds, an event. */
const events = (value: unknown, at = ''): [string, Row][] => {
  if (Array.isArray(value)) return value.flatMap((item, index) => events(item, `${at}[${index}]`));
  if (!isRow(value)) return [];
  if (typeof value.eventID === 'string' && Array.isArray(value.tags)) return [[at, value]];
  return Object.entries(value).flatMap(([name, inner]) => events(inner, `${at} ${name}`));
};

const document: unknown = present ? JSON.parse(readFileSync(file, 'utf8')) : null;
const found = isRow(document) ? events(document.paths) : [];
const bodies = found.filter(([, event]) => Array.isArray(event.entries));
const rows = found.filter(([, event]) => !Array.isArray(event.entries));

if (!present) console.warn(`Skipped: Sentry's OpenAPI document is not at ${file.pathname}.`);

describe.skipIf(!present)("Sentry's own examples", () => {
  it('hold bodies and simple rows', () => {
    expect(bodies.length).toBeGreaterThanOrEqual(3);
    expect(rows.length).toBeGreaterThanOrEqual(2);
  });

  it.each(bodies)('are read to the last field: %s', async (_at, body) => {
    // Some lack members that real bodies have; asking again brings the same.
    const { event, failed } = await ask(everything, body, body);
    expect(failed).toEqual([]);
    expect(event.tags).toHaveLength(Array.isArray(body.tags) ? body.tags.length : 0);
    expect(event.request.headers[0]).toMatchObject({ key: 'User-Agent' });
    expect(event.request.url).not.toContain('?');
    expect(event.sdk.name).toMatch(/^sentry\./);
    expect(event.raw).toMatchObject(body);
  });

  it('show exceptions with frames and their source', async () => {
    const body = bodies.find(([, event]) => event.platform === 'javascript')?.[1] ?? {};
    const { event } = await ask(everything, body, body);
    expect(event.exceptions).toMatchObject([{ type: 'ForbiddenError', mechanism: { type: 'generic', handled: true } }]);
    expect(event.stacktrace).toEqual(event.exceptions[0].stacktrace);
    expect(event.stacktrace.frames[0].context[5]).toEqual({
      lineNo: 71,
      line: '            return fn.apply(this, wrappedArguments);',
    });
    expect(event.breadcrumbs.map(({ level }: { level: string }) => level)).toEqual(['DEBUG', 'INFO', 'INFO']);
    expect(event.contexts).toMatchObject({ os: { name: 'Windows', version: '10' }, trace: { op: 'navigation' } });
    expect(event.errors[0]).toMatchObject({ type: 'js_invalid_sourcemap_location', data: { row: 15 } });
  });

  it.each(rows)('of lists give tags and users without a call: %s', async (_at, row) => {
    const { event, failed, calls } = await ask('tags { key value } user { userId ipAddress }', row);
    expect(failed).toEqual([]);
    expect(calls).toEqual([]);
    expect(event.tags.length).toBeGreaterThan(0);
  });
});
