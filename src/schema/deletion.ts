import type { Organization as OrganizationResource } from '../loaders/organizations.ts';
import { builder } from './builder.ts';
import { costing } from './field-cost.ts';
import { payloadType } from './mutation.ts';
import { Organization } from './organization.ts';

/** What the types of a deletion are made of. */
type DeletionWords = {
  /** Name of the object's type, such as `Team`. */
  readonly name: string;
  /** "a team". */
  readonly what: string;
  /** Describes the input's `id`. */
  readonly id: string;
  /** Describes the payload's `deletedId`. */
  readonly deletedId: string;
};

const notThere = 'Where it was not there a warning tells, and this is null if its node id could not be learnt.';

/** Makes the input and the payload of the mutation that deletes an object of an organization. */
export const deletionTypes = ({ name, what, id, deletedId }: DeletionWords) => ({
  DeleteInput: builder.inputType(`Delete${name}Input`, {
    description: `${what.charAt(0).toUpperCase()}${what.slice(1)} to delete.`,
    fields: (t) => ({
      organization: t.string({ description: 'Slug of the organization; leave out if `id` is a node id.' }),
      id: t.id({ required: true, description: id }),
    }),
  }),
  DeletePayload: payloadType<{ deletedId: string; organization: OrganizationResource }>(
    `Delete${name}Payload`,
    `Result of \`delete${name}\`.`,
    (t) => ({
      deletedId: t.id({ description: `${deletedId} ${notThere}`, resolve: (payload) => payload.deletedId }),
      organization: t.field({
        type: Organization,
        description: 'Organization it was in.',
        ...costing({ gives: {} }),
        resolve: ({ organization }) => organization,
      }),
    }),
  ),
});
