import { lexicographicSortSchema, printSchema } from 'graphql';
import { builder } from './builder.ts';
import { guarded } from './sensitive.ts';
import './scalars.ts';
import './linked-account.ts';
import './organization.ts';
import './project.ts';
import './project-settings.ts';
import './project-relations.ts';
import './project-stats.ts';
import './project-connection.ts';
import './environment.ts';
import './team.ts';
import './user.ts';
import './membership.ts';
import './release.ts';
import './release-connection.ts';
import './release-project.ts';
import './commit.ts';
import './deploy.ts';
import './issue.ts';
import './issue-annotations.ts';
import './issue-hashes.ts';
import './issue-history.ts';
import './issue-lookup.ts';
import './issue-owners.ts';
import './issue-releases.ts';
import './issue-status.ts';
import './issue-tags.ts';
import './issue-totals.ts';
import './issue-connection.ts';
import './release-issues.ts';
import './event.ts';
import './event-connection.ts';
import './event-lookup.ts';
import './event/body.ts';
import './resource.ts';
import './event-summary.ts';
import './event-summary-connection.ts';
import './viewer.ts';
import './rate-limit.ts';
import './team-mutations.ts';
import './linked-account-mutations.ts';
import './organization-mutations.ts';
import './project-create.ts';
import './project-mutations.ts';
import './release-mutations.ts';
import './release-deletion.ts';
import './deploy-mutations.ts';
import './issue-mutations.ts';
import './issues-mutations.ts';

builder.queryType({ description: 'Everything that can be asked.' });

/** The executable schema. */
export const schema = guarded(builder.toSchema());

/** The schema as SDL, sorted, so that a change shows as a change. */
export const printedSchema = (): string => `${printSchema(lexicographicSortSchema(schema))}\n`;
