import { badInput } from '../gateway/http/coded-error.ts';
import { identifiers, isNumeric } from '../gateway/http/identifiers.ts';
import { levelOf } from '../loaders/resource.ts';
import { builder } from './builder.ts';
import { costing, noCall, oneCall } from './field-cost.ts';
import { ownId } from './id-arguments.ts';
import { Issue } from './issue.ts';
import { issueNaming } from './issues-named.ts';
import { lookup } from './lookup.ts';
import { isNodeId, readNodeId } from './node-id.ts';
import { Organization } from './organization.ts';
import { rootFields } from './root.ts';

type Arguments = { readonly organization?: unknown; readonly id?: unknown };

/** A short id is not the number that node ids are made of. */
const keyOf = (id: unknown) => (isNumeric(String(id)) || isNodeId(String(id)) ? { key: ['id'] } : {});

const hasOrganization = ({ organization, id }: Arguments) => Boolean(organization) || isNodeId(String(id));

/** The organization that a node id carries; null for any other id. */
const ownerOf = (id: string): string | null =>
  isNodeId(id) ? (readNodeId(id, issueNaming.code, issueNaming.parts).parts[0] ?? null) : null;

const issueId = (id: string, place: Parameters<typeof ownId>[2]): string =>
  identifiers.issue(ownId(id, issueNaming, place));

const issueDescription =
  'An issue by node id, numeric or short id. One call (issue detail, 5/s; lookups by numeric id share a batch where summary fields suffice).';

rootFields((t, loadersOf) => ({
  issue: t.field({
    type: Issue,
    description: issueDescription,
    args: {
      organization: t.arg.string({
        description:
          'Slug of the organization; may be left out for a node id, and for a numeric id, for which it then costs a call.',
      }),
      id: t.arg.id({ required: true, description: 'Node id, numeric id, or short id such as CHECKOUT-3F.' }),
    },
    ...costing({
      lookup: hasOrganization,
      // A short id alone is refused.
      calls: ({ args }) => (hasOrganization(args) || !isNumeric(String(args.id)) ? noCall : oneCall),
      gives: (args) => (hasOrganization(args) ? keyOf(args.id) : { parts: ['summary', 'totals'] }),
    }),
    resolve: async (root, { organization, id }, context, info) => {
      const loaders = loadersOf(root, context);
      const { issues } = loaders;
      const owner = organization || ownerOf(id);
      if (owner) {
        const place = { loaders, organization: identifiers.organization(owner) };
        return lookup(issues.at(place.organization, issueId(id, place)), 'Issue', context, info);
      }
      if (!isNumeric(identifiers.issue(id))) {
        throw badInput(
          'Give the "organization" as well: "id" names an issue without it only as a node id or a numeric id.',
        );
      }
      return issues.bare(id, levelOf(info.path));
    },
  }),
}));

builder.objectField(Organization, 'issue', (t) =>
  t.field({
    type: Issue,
    description: issueDescription,
    args: { id: t.arg.id({ required: true, description: 'Node id, numeric id or short id.' }) },
    ...costing({ lookup: true, gives: ({ id }) => keyOf(id) }),
    resolve: (organization, { id }, context, info) =>
      lookup(
        organization.loaders.issues.at(
          organization.key.organization,
          issueId(id, { loaders: organization.loaders, ...organization.key }),
          organization,
        ),
        'Issue',
        context,
        info,
      ),
  }),
);
