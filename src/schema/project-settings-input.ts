import type { ProjectChanges } from '../gateway/project-writes.ts';
import { isRow } from '../gateway/read.ts';
import { builder } from './builder.ts';
import { given } from './given.ts';
import type { Problems } from './problems.ts';

const subjectLength = 200;

/** Settings of a project to change. */
export const ProjectSettingsInput = builder.inputType('ProjectSettingsInput', {
  description: 'Settings of a project to change; what is left out stays, and null does so too, but for `resolveAge`.',
  fields: (t) => ({
    subjectPrefix: t.string({
      description: `Prefix of mail subjects, at most ${subjectLength} characters; empty for none.`,
    }),
    subjectTemplate: t.string({ description: `Template of mail subjects, at most ${subjectLength} characters.` }),
    resolveAge: t.int({
      description: 'Hours without an event after which issues resolve by themselves; 0 or null never.',
    }),
    enableAutoReleaseCreation: t.boolean({ description: 'Let events create releases.' }),
    scmSourceContextEnabled: t.boolean({ description: 'Take source context from the connected repositories.' }),
    highlightTags: t.stringList({ description: 'Tags to highlight on issues; replaces the list.' }),
    highlightContext: t.field({
      type: 'JSON',
      description:
        'Context keys to highlight on issues, by context, such as `{"user": ["id", "email"]}`; replaces them all.',
    }),
  }),
});

type Settings = (typeof ProjectSettingsInput)['$inferInput'];

/** Settings in Sentry's answers to their path in the input. */
export const projectSettingNames: { readonly [N in keyof Settings]-?: `settings.${N}` } = {
  subjectPrefix: 'settings.subjectPrefix',
  subjectTemplate: 'settings.subjectTemplate',
  resolveAge: 'settings.resolveAge',
  enableAutoReleaseCreation: 'settings.enableAutoReleaseCreation',
  scmSourceContextEnabled: 'settings.scmSourceContextEnabled',
  highlightTags: 'settings.highlightTags',
  highlightContext: 'settings.highlightContext',
};

const checkContext = (context: unknown, problems: Problems): void => {
  const path = ['settings', 'highlightContext'];
  if (!isRow(context)) {
    problems.add('INVALID', '"highlightContext" is an object of lists of keys, such as {"user": ["id"]}.', ...path);
    return;
  }
  for (const [name, keys] of Object.entries(context)) {
    problems.blank(name, ...path);
    problems.characters(name, ...path);
    if (!Array.isArray(keys) || !keys.every((key) => typeof key === 'string')) {
      const message = `"highlightContext" holds something else than a list of texts for ${JSON.stringify(name.slice(0, 60))}.`;
      problems.add('INVALID', message, ...path);
      continue;
    }
    for (const key of keys) problems.characters(key, ...path);
  }
};

/** Checks settings by the rules that Sentry documents, and gives them in its words. */
export const projectSettings = (settings: Settings, problems: Problems): ProjectChanges => {
  const { resolveAge, ...changes } = given(settings);
  problems.length(changes.subjectPrefix, subjectLength, 'settings', 'subjectPrefix');
  problems.characters(changes.subjectPrefix, 'settings', 'subjectPrefix');
  problems.text(changes.subjectTemplate, subjectLength, 'settings', 'subjectTemplate');
  // Sentry would take it, and resolve every issue.
  if (resolveAge !== undefined && resolveAge < 0) {
    problems.add('INVALID', '"resolveAge" is a number of hours: give 0 for never.', 'settings', 'resolveAge');
  }
  for (const [index, tag] of changes.highlightTags?.entries() ?? []) {
    problems.blank(tag, 'settings', 'highlightTags', String(index));
    problems.characters(tag, 'settings', 'highlightTags', String(index));
  }
  if (changes.highlightContext !== undefined) checkContext(changes.highlightContext, problems);
  return { ...changes, ...(settings.resolveAge !== undefined && { resolveAge: resolveAge ?? 0 }) };
};
