import { badInput, CodedError } from '../gateway/http/coded-error.ts';
import { identifiers } from '../gateway/http/identifiers.ts';
import type { TagFilter } from '../gateway/issue-tags.ts';
import { limits } from '../gateway/limits.ts';
import { tagCalls } from '../loaders/issue-tag-batch.ts';
import { levelOf } from '../loaders/resource.ts';
import { environmentName, someOf } from './arguments.ts';
import { builder } from './builder.ts';
import { type Arguments, type Asked, type Calls, costing, type Together } from './field-cost.ts';
import { Issue } from './issue.ts';
import { namesPerson } from './person.ts';
import { seesPersons, withhold } from './sensitive.ts';
import { Tag } from './tag.ts';

type Args = Parameters<Parameters<typeof builder.queryField>[1]>[0]['arg'];

const defaultValueLimit = 10;

const filterArguments = (arg: Args) => ({
  environment: arg.stringList({ description: 'Only events in these environments.' }),
  valueLimit: arg.int({
    defaultValue: defaultValueLimit,
    description: `Values to list for each key, 1 to ${limits.tagValues}.`,
  }),
});

/**
 * @throws CodedError `BAD_USER_INPUT` for a number of values outside 1..100: Sentry fails at less, and cuts its answers at 1000.
 */
const tagFilter = (args: {
  readonly environment?: readonly string[] | null | undefined;
  readonly valueLimit?: number | null | undefined;
}): TagFilter => {
  const valueLimit = args.valueLimit ?? defaultValueLimit;
  if (valueLimit < 1 || valueLimit > limits.tagValues) {
    throw badInput(
      `"valueLimit" must be from 1 to ${limits.tagValues}: Sentry cuts its answer at ${limits.tagValuesPerCall} values of all keys together.`,
    );
  }
  return { environments: someOf('environment', args.environment, environmentName), valueLimit };
};

const textsOf = (value: unknown): string[] | null => (Array.isArray(value) ? value.map(String) : null);

/** What a field costs that asks for the tags of some keys, or of all: those that count alike share their calls. */
const tagsCost = (keysOf: (args: Arguments) => readonly string[] | null) => {
  const together = (args: Arguments): Together => {
    const { environment, valueLimit } = args;
    const filter = tagFilter({
      environment: textsOf(environment),
      valueLimit: Number(valueLimit ?? defaultValueLimit),
    });
    return {
      name: `tags ${JSON.stringify(filter)}`,
      items: keysOf(args)?.map(identifiers.tagKey) ?? [null],
      calls: (keys: readonly (string | null)[]) => tagCalls(keys, filter),
    };
  };
  return {
    together,
    calls: ({ args }: Asked): Calls => {
      const asked = together(args);
      // Keys that name a person are not asked for everybody.
      const isAsked = keysOf(args)?.every(namesPerson) !== true;
      return { least: isAsked ? 1 : 0, most: asked.calls(asked.items) };
    },
  };
};

builder.objectFields(Issue, (t) => ({
  tag: t.field({
    type: Tag,
    description:
      'One tag with its commonest values, null where no event has it; keys that name a person (`user`, `user.*`, `ip`) need the SENSITIVE scope. One call (10/s) for all keys asked of this issue with the same `environment` and `valueLimit` while keys times `valueLimit` stay within 1000, whichever fields of a tag are selected.',
    args: {
      key: t.arg.string({ required: true, description: 'Tag key, such as `browser`.' }),
      ...filterArguments(t.arg),
    },
    ...costing(tagsCost(({ key }) => [String(key)])),
    resolve: (issue, { key, ...filter }, context, { path }) => {
      if (namesPerson(key) && !seesPersons(context)) {
        throw new CodedError('FORBIDDEN', 'The values of this tag name persons: that needs the SENSITIVE scope.');
      }
      return issue.loaders.issueTags.one(issue, identifiers.tagKey(key), tagFilter(filter), levelOf(path));
    },
  }),
  tags: t.field({
    type: [Tag],
    description:
      'Tags with their commonest values, of all keys or some; those that no event has are left out, and without the SENSITIVE scope those that name a person (`user`, `user.*`, `ip`). One call (10/s), shared with all `tag` and `tags` of the same `environment` and `valueLimit`, while keys times `valueLimit` stay within 1000 (Sentry cuts there); of all keys the rarest values may be missing beyond that.',
    args: {
      keys: t.arg.stringList({ description: 'Only these keys, in this order.' }),
      ...filterArguments(t.arg),
    },
    ...costing({ ...tagsCost(({ keys }) => textsOf(keys)), sensitive: 'keys' }),
    resolve: (issue, { keys, ...filter }, context, info) => {
      const wanted = someOf('keys', keys, identifiers.tagKey);
      const all = wanted && [...new Set(wanted)];
      const shown = all && (seesPersons(context) ? all : all.filter((key) => !namesPerson(key)));
      if (all?.length !== shown?.length) withhold(context, info);
      if (shown?.length === 0) return issue.check(levelOf(info.path)).then(() => []);
      return issue.loaders.issueTags.some(issue, shown, tagFilter(filter), levelOf(info.path));
    },
  }),
}));
