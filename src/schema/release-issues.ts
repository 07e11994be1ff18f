import type { IssueFilter } from '../gateway/issues.ts';
import type { Page, Place } from '../gateway/page.ts';
import type { Release as ReleaseResource } from '../loaders/releases.ts';
import { builder } from './builder.ts';
import { costing, perhapsOneCall } from './field-cost.ts';
import { newIssueArguments, releaseIssueArguments } from './issue-arguments.ts';
import { connectIssues, IssueConnection } from './issue-connection.ts';
import { Release } from './release.ts';
import { term } from './search-terms.ts';

/** A search for an unknown version finds nothing, as one without matches does: an empty page shows no release. */
const issuesOf =
  (release: ReleaseResource) =>
  (filter: IssueFilter, parts: ReadonlySet<string>) =>
  (place: Place, level: string): Promise<Page> => {
    const { loaders, key } = release;
    const search = async (): Promise<Page> => {
      const page = await loaders.issues.list(key.organization, filter, parts, place, level);
      if (place.cursor === null && page.rows.length === 0) await release.check(level);
      return page;
    };
    return release.through(level, search());
  };

builder.objectFields(Release, (t) => ({
  newIssues: t.field({
    type: IssueConnection,
    description:
      'Issues first seen in it, in any status, with events in the last 90 days; all filters are AND-ed. One call a page, and one more where there is none and nothing else asked shows that the release is there.',
    args: newIssueArguments(t.arg),
    ...costing({ calls: perhapsOneCall }),
    resolve: (release, args, context, info) => {
      const { loaders, key } = release;
      const terms = [term('firstRelease', [key.version])];
      return connectIssues(
        { loaders, organization: key.organization, parent: release, args, terms },
        issuesOf(release),
        context,
        info,
      );
    },
  }),
  issues: t.field({
    type: IssueConnection,
    description:
      'Issues seen in it in the last 90 days, new and known ones, in any status; all filters are AND-ed. One call a page, and one more where there is none and nothing else asked shows that the release is there.',
    args: releaseIssueArguments(t.arg),
    ...costing({ calls: perhapsOneCall }),
    resolve: (release, args, context, info) => {
      const { loaders, key } = release;
      const first = term('firstRelease', [key.version]);
      const terms = [
        term('release', [key.version]),
        ...(args.isNew === true ? [first] : []),
        ...(args.isNew === false ? [`!${first}`] : []),
      ];
      return connectIssues(
        { loaders, organization: key.organization, parent: release, args, terms },
        issuesOf(release),
        context,
        info,
      );
    },
  }),
}));
