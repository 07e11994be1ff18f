import { badInput } from '../gateway/http/coded-error.ts';
import { identifiers, isNumeric } from '../gateway/http/identifiers.ts';
import { levelOf } from '../loaders/resource.ts';
import { builder } from './builder.ts';
import { costing, noCall, oneCall } from './field-cost.ts';
import { Issue } from './issue.ts';
import { lookup } from './lookup.ts';
import { Organization } from './organization.ts';
import { rootFields } from './root.ts';

/** A short id is not the number that node ids are made of. */
const keyOf = (id: unknown) => ({ members: isNumeric(String(id)) ? ['id'] : ['shortId'] });

const issueDescription =
  'An issue by numeric or short id. One call (issue detail, 5/s; lookups by numeric id share a batch where summary fields suffice).';

rootFields((t, loadersOf) => ({
  issue: t.field({
    type: Issue,
    description: issueDescription,
    args: {
      organization: t.arg.string({
        description: 'Slug of the organization; may be left out only for a numeric id, for which it then costs a call.',
      }),
      id: t.arg.id({ required: true, description: 'Numeric id, or short id such as CHECKOUT-3F.' }),
    },
    ...costing({
      lookup: ({ organization }) => Boolean(organization),
      // A short id alone is refused.
      calls: ({ args: { organization, id } }) => (organization || !isNumeric(String(id)) ? noCall : oneCall),
      gives: ({ organization, id }) => (organization ? keyOf(id) : { parts: ['summary', 'totals'] }),
    }),
    resolve: async (root, { organization, id }, context, info) => {
      const { issues } = loadersOf(root, context);
      if (organization) {
        return lookup(issues.at(identifiers.organization(organization), identifiers.issue(id)), 'Issue', context, info);
      }
      if (!isNumeric(identifiers.issue(id))) {
        throw badInput('Give the "organization" as well: "id" names an issue without it only as a numeric id.');
      }
      return issues.bare(id, levelOf(info.path));
    },
  }),
}));

builder.objectField(Organization, 'issue', (t) =>
  t.field({
    type: Issue,
    description: issueDescription,
    args: { id: t.arg.id({ required: true, description: 'Numeric id or short id.' }) },
    ...costing({ lookup: true, gives: ({ id }) => keyOf(id) }),
    resolve: (organization, { id }, context, info) =>
      lookup(
        organization.loaders.issues.at(organization.key.organization, identifiers.issue(id), organization),
        'Issue',
        context,
        info,
      ),
  }),
);
