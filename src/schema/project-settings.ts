import { projectPayload } from '../gateway/project-payload.ts';
import type { Project as ProjectResource } from '../loaders/projects.ts';
import { builder } from './builder.ts';
import { costing } from './field-cost.ts';
import { member } from './member.ts';
import { Project } from './project.ts';

const ProjectSettings = builder.objectRef<ProjectResource>('ProjectSettings').implement({
  description: 'Settings of a project.',
  fields: (t) => ({
    subjectPrefix: t.string({ description: 'Prefix of mail subjects.', ...member(projectPayload, 'subjectPrefix') }),
    subjectTemplate: t.string({
      description: 'Template of mail subjects.',
      ...member(projectPayload, 'subjectTemplate'),
    }),
    resolveAge: t.int({
      description: 'Hours without an event after which issues resolve by themselves; 0 never.',
      ...member(projectPayload, 'resolveAge'),
    }),
    defaultEnvironment: t.string({
      description: 'Environment shown first.',
      ...member(projectPayload, 'defaultEnvironment'),
    }),
    enableAutoReleaseCreation: t.boolean({
      description: 'Whether events create releases.',
      ...member(projectPayload, 'enableAutoReleaseCreation'),
    }),
    scmSourceContextEnabled: t.boolean({
      description: 'Whether source context comes from the connected repositories.',
      ...member(projectPayload, 'scmSourceContextEnabled'),
    }),
    highlightTags: t.stringList({
      description: 'Tags highlighted on issues.',
      ...member(projectPayload, 'highlightTags'),
    }),
    highlightContext: t.field({
      type: 'JSON',
      description: 'Context keys highlighted on issues, by context.',
      ...member(projectPayload, 'highlightContext'),
    }),
    allowedDomains: t.stringList({
      description: 'Domains that may send events from browsers.',
      ...member(projectPayload, 'allowedDomains'),
    }),
    dataScrubber: t.boolean({
      description: 'Whether data scrubbing is on.',
      ...member(projectPayload, 'dataScrubber'),
    }),
    dataScrubberDefaults: t.boolean({
      description: 'Whether the default scrubbers apply.',
      ...member(projectPayload, 'dataScrubberDefaults'),
    }),
    scrubIPAddresses: t.boolean({
      description: 'Whether IP addresses are not stored.',
      ...member(projectPayload, 'scrubIPAddresses'),
    }),
    sensitiveFields: t.stringList({
      description: 'Further field names to scrub.',
      ...member(projectPayload, 'sensitiveFields'),
    }),
    safeFields: t.stringList({ description: 'Field names never scrubbed.', ...member(projectPayload, 'safeFields') }),
    groupingConfig: t.string({
      description: 'Name of the grouping algorithm.',
      ...member(projectPayload, 'groupingConfig'),
    }),
    fingerprintingRules: t.string({
      description: 'Own fingerprinting rules.',
      ...member(projectPayload, 'fingerprintingRules'),
    }),
  }),
});

builder.objectField(Project, 'settings', (t) =>
  t.field({
    type: ProjectSettings,
    description: 'Settings. One call per project (project detail).',
    ...costing({ part: 'detail' }),
    resolve: (project, _args, _context, { path }) => project.load('detail', path).then(() => project),
  }),
);
