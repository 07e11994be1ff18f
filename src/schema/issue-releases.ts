import { issuePayload } from '../gateway/issue-payload.ts';
import type { Issue as IssueResource } from '../loaders/issues.ts';
import type { ResponsePath } from '../loaders/resource.ts';
import { builder } from './builder.ts';
import { Issue } from './issue.ts';
import { andThen } from './member.ts';
import { Release } from './release.ts';

/** Sentry gives the whole release, or `{"version"}` alone where it holds none of that name. */
const releaseOf = (issue: IssueResource, name: 'firstRelease' | 'lastRelease', path: ResponsePath) =>
  andThen(
    issue.get(name, path),
    (release) => release && issue.loaders.releases.of(issue.key.organization, release, { stub: true }),
  );

builder.objectFields(Issue, (t) => ({
  firstRelease: t.field({
    type: Release,
    description:
      'Release it was first seen in, null where its events name none. One call (issue detail, 5/s), shared with `lastRelease` and the other fields of detail; it brings the release with it.',
    extensions: { part: issuePayload.partOf.firstRelease, reads: 'firstRelease', gives: { members: ['version'] } },
    resolve: (issue, _args, _context, { path }) => releaseOf(issue, 'firstRelease', path),
  }),
  lastRelease: t.field({
    type: Release,
    description:
      'Release it was last seen in, null where its events name none. One call (issue detail, 5/s), shared with `firstRelease` and the other fields of detail; it brings the release with it.',
    extensions: { part: issuePayload.partOf.lastRelease, reads: 'lastRelease', gives: { members: ['version'] } },
    resolve: (issue, _args, _context, { path }) => releaseOf(issue, 'lastRelease', path),
  }),
}));
