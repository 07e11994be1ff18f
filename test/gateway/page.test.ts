import { describe, expect, it } from 'vitest';
import { listIssueEvents } from '../../src/gateway/events.ts';
import { listIssues } from '../../src/gateway/issues.ts';
import { readPage, wholePage } from '../../src/gateway/page.ts';
import { flag, text } from '../../src/gateway/read.ts';
import { apiAnswering } from '../support/api.ts';
import { replyOf } from '../support/call.ts';

const answer = (...json: unknown[]) => ({ json, links: { previous: null, next: null }, hits: null });

describe('the rows of a page', () => {
  it('must have the members that are needed, of their type where a reader is given', () => {
    const rows = [{ id: 1, pending: true }, { id: '2', pending: 'no' }, { id: {}, pending: true }, { id: '4' }, 'text'];
    const kept = (page: ReturnType<typeof readPage>) => page.rows.map((row) => row !== null);
    expect(kept(readPage(answer(...rows), { id: text, pending: flag }))).toEqual([true, false, false, false, false]);
    expect(kept(readPage(answer(...rows), ['id', 'pending']))).toEqual([true, true, true, false, false]);
  });

  const issue = {
    id: '1',
    shortId: 'WEB-1',
    title: 'It broke',
    level: 'error',
    status: 'unresolved',
    statusDetails: {},
    type: 'error',
    metadata: {},
    project: { id: '2', slug: 'web', name: 'Web' },
  };
  const everything = { query: '', projects: null, environments: null, period: null, start: null, end: null };

  it.each([{ metadata: 'x' }, { statusDetails: [] }, { title: {} }, { project: { id: '2' } }, { project: 'web' }])(
    'cost the list none but themselves: an issue with %j',
    async (broken) => {
      const { api } = apiAnswering(replyOf(200, [issue, { ...issue, ...broken }]));
      const filter = { ...everything, sort: 'date', shortId: null };
      const page = await listIssues(api, 'acme', filter, new Set(), wholePage, 'issues');
      expect(page.rows).toEqual([issue, null]);
    },
  );

  it.each([{ metadata: 'x' }, { 'event.type': 5 }, { 'event.type': undefined }])(
    'cost the list none but themselves: an event with %j',
    async (broken) => {
      const event = { id: 'a', eventID: 'a', title: 'It broke', metadata: {}, 'event.type': 'error' };
      const { api } = apiAnswering(replyOf(200, [event, { ...event, ...broken }]));
      const page = await listIssueEvents(api, 'acme', '1', everything, false, wholePage, 'events');
      expect(page.rows).toEqual([expect.objectContaining({ kind: 'error' }), null]);
    },
  );
});
