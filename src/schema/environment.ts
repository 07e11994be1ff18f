import { projectPayload } from '../gateway/project-payload.ts';
import { flag, type Row, required, text } from '../gateway/read.ts';
import { levelOf } from '../loaders/resource.ts';
import { builder } from './builder.ts';
import { costing, type FieldCost, noCall, oneCall } from './field-cost.ts';
import { andThen, part } from './member.ts';
import { Organization } from './organization.ts';
import type { Args } from './page-arguments.ts';
import { Project } from './project.ts';
import { wantsOnly } from './selection.ts';

const EnvironmentVisibility = builder.enumType('EnvironmentVisibility', {
  description: 'Which environments to list.',
  values: {
    VISIBLE: { value: 'visible', description: 'Those not hidden.' },
    HIDDEN: { value: 'hidden', description: 'Hidden ones.' },
    ALL: { value: 'all', description: 'Both.' },
  } as const,
});

const Environment = builder.objectRef<Row>('Environment').implement({
  description: 'A deployment environment; arguments and other types name it by its name.',
  fields: (t) => ({
    databaseId: t.id({
      description: "Sentry's numeric id; an organization and its projects number the same environment differently.",
      ...part('id', text),
    }),
    name: t.string({
      nullable: false,
      description: 'Name, such as `production`.',
      resolve: (environment) => required(environment, 'name', text),
    }),
    isHidden: t.boolean({
      description: "Whether it is hidden in the project; null in an organization's list.",
      ...part('isHidden', flag),
    }),
  }),
});

const visibilityArgument = (arg: Args) => ({
  visibility: arg({ type: EnvironmentVisibility, defaultValue: 'visible', description: 'Which to list.' }),
});

const named = (names: readonly string[]): Row[] => [...names].sort().map((name) => ({ name }));

const isNamesAlone = (visibility: unknown): boolean => (visibility ?? 'visible') === 'visible';

builder.objectField(Organization, 'environments', (t) =>
  t.field({
    type: [Environment],
    description: 'Environments of all visible projects, by name. One call.',
    args: visibilityArgument(t.arg),
    ...costing({ calls: oneCall }),
    resolve: (organization, { visibility }, _context, { path }) =>
      organization.loaders.environments.ofOrganization(organization, visibility ?? 'visible', levelOf(path)),
  }),
);

builder.objectField(Project, 'environments', (t) =>
  t.field({
    type: [Environment],
    description:
      'Its environments, by name. One call per project; where only names of visible ones are asked it is free in project lists, elsewhere one batched call.',
    args: visibilityArgument(t.arg),
    extensions: {
      calls: ({ args, wantsOnly }) => (isNamesAlone(args.visibility) && wantsOnly(['name']) ? noCall : oneCall),
      instead: '`environments { name }`',
      part: ({ visibility }: Readonly<Record<string, unknown>>) =>
        isNamesAlone(visibility) ? projectPayload.partOf.environments : undefined,
    } satisfies FieldCost,
    resolve: (project, { visibility }, _context, info) => {
      const word = visibility ?? 'visible';
      if (word === 'visible' && wantsOnly(info, ['name'])) {
        return andThen(project.get('environments', info.path), (names) => names && named(names));
      }
      return project.loaders.environments.ofProject(project, word, levelOf(info.path));
    },
  }),
);
