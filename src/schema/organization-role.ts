import { builder } from './builder.ts';
import { known } from './known.ts';

export const OrganizationRole = builder.enumType('OrganizationRole', {
  description: 'Role in an organization.',
  values: {
    BILLING: { description: 'Sees billing only.' },
    MEMBER: { description: 'Works with issues.' },
    ADMIN: { description: 'Manages own teams and projects.' },
    MANAGER: { description: 'Manages all teams and members.' },
    OWNER: { description: 'May do everything.' },
    UNKNOWN: { description: 'A role this service does not know; read the raw field.' },
  },
});

const roles = ['BILLING', 'MEMBER', 'ADMIN', 'MANAGER', 'OWNER'] as const;

/** The `OrganizationRole` of Sentry's word for a role. */
export const toOrganizationRole = (word: string) => known(word, roles);
