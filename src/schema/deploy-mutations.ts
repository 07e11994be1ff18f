import { badInput } from '../gateway/http/coded-error.ts';
import { shown } from '../gateway/http/identifiers.ts';
import { Refused } from '../gateway/http/refused.ts';
import { createDeploy } from '../gateway/release-writes.ts';
import { builder } from './builder.ts';
import { Deploy, type DeployOf } from './deploy.ts';
import { costing, oneCall } from './field-cost.ts';
import { payloadType, writing } from './mutation.ts';
import { named, objectNamed } from './named.ts';
import { Problems } from './problems.ts';
import { projectsNamed } from './projects-named.ts';
import { releaseNaming } from './release-refusals.ts';
import { type UserError, UserErrors, userErrorsOf } from './user-error.ts';
import { addressLength, checkAddress } from './web-address.ts';

const nameLength = 64;

const names = {
  environment: 'environment',
  name: 'name',
  url: 'externalUrl',
  dateStarted: 'dateStarted',
  dateFinished: 'dateFinished',
  projects: 'projects',
};

/** `none` stands in Sentry's paths for events without an environment. */
const environmentName = (value: string): string => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these have no place in a name.
  if (!/[\u0000-\u001f\u007f/]/.test(value) && value.trim().toLowerCase() !== 'none') return value;
  throw badInput(`${shown(value)} is no name of an environment: no slashes and line breaks, and not "none".`);
};

const CreateDeployInput = builder.inputType('CreateDeployInput', {
  description: 'A deploy to record.',
  fields: (t) => ({
    organization: t.string({ description: 'Slug of the organization; leave out if `release` is a node id.' }),
    release: t.id({ required: true, description: 'Release deployed: node id, or version with `organization`.' }),
    environment: t.string({
      required: true,
      description: `Environment deployed to, at most ${nameLength} characters without slashes; created if new.`,
    }),
    name: t.string({ description: `Name, at most ${nameLength} characters.` }),
    externalUrl: t.string({
      description: `http or https address to show beside it, at most ${addressLength} characters (\`url\` in Sentry's API).`,
    }),
    dateStarted: t.field({ type: 'DateTime', description: 'When it started.' }),
    dateFinished: t.field({ type: 'DateTime', description: 'When it finished; now if left out.' }),
    projects: t.idList({
      description: "Node ids or slugs of some of the release's projects; all if left out.",
    }),
  }),
});

const CreateDeployPayload = payloadType<{ deploy: DeployOf }>(
  'CreateDeployPayload',
  'Result of `createDeploy`.',
  (t) => ({
    deploy: t.field({
      type: Deploy,
      description: 'The deploy, null if refused; more of its release than the version is one call more.',
      resolve: ({ deploy }) => deploy,
    }),
  }),
);

/** Sentry tells projects that are not the release's without naming the member (`parameter-validation-error`). */
const aboutProjects = (error: UserError): UserError =>
  error.field === null && /^invalid projects?\b/i.test(error.message)
    ? { ...error, code: 'INVALID', field: ['projects'] }
    : error;

builder.mutationField('createDeploy', (t) =>
  t.field({
    type: CreateDeployPayload,
    description:
      'Record a deploy of a release, which notifies its authors; repeating it records another. One call, never made twice.',
    args: { input: t.arg({ type: CreateDeployInput, required: true, description: 'What to create.' }) },
    ...costing({ calls: oneCall }),
    resolve: writing(names, async ({ input }, write) => {
      const problems = new Problems();
      const { environment, name, externalUrl, dateStarted, dateFinished } = input;
      const found = objectNamed(
        { organization: input.organization, id: input.release },
        releaseNaming,
        problems,
        'release',
      );
      problems.text(environment, nameLength, 'environment');
      if (environment.trim()) problems.check(environment, environmentName, 'environment');
      problems.text(name, nameLength, 'name');
      checkAddress(externalUrl, problems, 'externalUrl');
      if (dateStarted && dateFinished && dateStarted > dateFinished) {
        problems.add('CONTRADICTION', 'It would start after it has finished: swap the dates.', 'dateStarted');
      }
      const projects = input.projects && projectsNamed(input.projects, found, problems, 'projectSlug');
      const { account, organization, name: version } = named(found, problems);
      const body = { environment, name, externalUrl, dateStarted, dateFinished, projects };
      try {
        const row = await write.send(
          account,
          [organization, version],
          (api) => createDeploy(api, organization, version, body),
          { object: write.loaders(account).releases.at(organization, version), field: 'release' },
        );
        return { deploy: { release: write.loaders(account).releases.at(organization, version), row } };
      } catch (error) {
        if (error instanceof Refused) throw new UserErrors(userErrorsOf(error, names).map(aboutProjects));
        throw error;
      }
    }),
  }),
);
