import { type Mark, markOrNull } from './label.ts';
import type { MemberRecord, UserRecord } from './model.ts';
import { createUser } from './people.ts';
import type { OrganizationPlan } from './plans/plan.ts';
import { randomFor } from './random.ts';
import { DAY } from './time.ts';

/** The people of an organization: those who joined, then invitations nobody has taken up. */
export function createMembers(plan: OrganizationPlan, viewer: UserRecord, now: number, mark: Mark): MemberRecord[] {
  const ids = plan.base * 10_000;
  const joined = plan.people.map(([name, mailbox, orgRole], index): MemberRecord => {
    const random = randomFor(`member:${plan.slug}:${mailbox}`);
    const isViewer = viewer.email.startsWith(`${mailbox}@`);
    const created = createUser(String(ids + 1000 + index * 3), mark(name), `${mailbox}@${plan.domain}`, now);
    const user = isViewer ? viewer : { ...created, isActive: mailbox !== 'former' };
    return {
      id: String(ids + 5000 + index * 2 + 1),
      email: user.email,
      user,
      orgRole,
      dateCreated: now - random.int(30, plan.ageDays) * DAY,
      expired: false,
      inviteStatus: 'approved',
      inviterName: index === 0 ? null : mark(plan.people[0]?.[0] ?? ''),
      ssoLinked: random.chance(0.4),
      idpProvisioned: random.chance(0.15),
    };
  });
  const invited = plan.invitations.map(
    (invitation, index): MemberRecord => ({
      ...invitation,
      inviterName: markOrNull(mark, invitation.inviterName),
      id: String(ids + 6000 + index * 2 + 1),
      user: null,
      dateCreated: now - (invitation.expired ? 60 : 2 + index) * DAY,
      ssoLinked: false,
      idpProvisioned: false,
    }),
  );
  return [...joined, ...invited];
}
