import { builder } from './builder.ts';
import { costing, perhapsOneCall } from './field-cost.ts';
import { newIssueArguments, releaseIssueArguments } from './issue-arguments.ts';
import { connectIssues, IssueConnection } from './issue-connection.ts';
import { Release } from './release.ts';
import { term } from './search-terms.ts';

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
        (filter, parts) => (place, level) => loaders.issues.listOfRelease(release, filter, parts, place, level),
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
        (filter, parts) => (place, level) => loaders.issues.listOfRelease(release, filter, parts, place, level),
        context,
        info,
      );
    },
  }),
}));
