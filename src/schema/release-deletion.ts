import { Refused } from '../gateway/http/refused.ts';
import { deleteRelease } from '../gateway/release-writes.ts';
import { builder } from './builder.ts';
import { deletionTypes } from './deletion.ts';
import { costing, oneCall } from './field-cost.ts';
import { writing } from './mutation.ts';
import { named, objectNamed } from './named.ts';
import { nodeIdOf } from './node-id.ts';
import { Problems } from './problems.ts';
import { releaseNaming } from './release-refusals.ts';
import { UserErrors, userErrorsOf } from './user-error.ts';

const { DeleteInput, DeletePayload } = deletionTypes({
  name: 'Release',
  what: 'a release',
  id: 'Node id, or version with `organization`.',
  deletedId: 'Node id of the deleted release.',
});

/** A deletion has no body that could be wrong: Sentry's 400 speaks of the state that the release is in. */
const inUse = (error: unknown): unknown =>
  error instanceof Refused && error.status === 400
    ? new UserErrors(userErrorsOf(error, {}).map((refusal) => ({ ...refusal, code: 'CONFLICT' })))
    : error;

builder.mutationField('deleteRelease', (t) =>
  t.field({
    type: DeletePayload,
    description:
      'Delete a release with its files; refused by Sentry (`CONFLICT`) while issues or sessions refer to it. One call.',
    args: { input: t.arg({ type: DeleteInput, required: true, description: 'What to delete.' }) },
    ...costing({ calls: oneCall }),
    resolve: writing({}, async ({ input }, write) => {
      const problems = new Problems();
      const { account, organization, name } = named(objectNamed(input, releaseNaming, problems), problems);
      const release = write.loaders(account).releases.at(organization, name);
      await write
        .remove(account, [organization, name], release, (api) => deleteRelease(api, organization, name))
        .catch((error: unknown) => {
          throw inUse(error);
        });
      const loaders = write.loaders(account);
      return {
        deletedId: nodeIdOf(loaders, 'r', organization, name),
        organization: loaders.organizations.at(organization),
      };
    }),
  }),
);
