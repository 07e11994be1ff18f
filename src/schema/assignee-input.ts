import { shown } from '../gateway/http/identifiers.ts';
import { decodeNodeId, isNodeId, partsOf } from './node-id.ts';
import type { Problems } from './problems.ts';

const field = 'assignee';
const longest = 250;

const fromNodeId = (id: string, organization: string | null, problems: Problems): string | null => {
  const node = problems.check(id, decodeNodeId, field);
  if (!node) return null;
  if (node.code !== 'u' && node.code !== 't') {
    problems.add('INVALID', 'This node id names neither a user nor a team.', field);
    return null;
  }
  const parts = problems.check(id, () => partsOf(node, ['organization', 'number']), field);
  if (!parts) return null;
  const [owner = '', number = ''] = parts;
  if (organization !== null && owner !== organization) {
    problems.add('CONTRADICTION', '"assignee" is of another organization than what it is assigned to.', field);
  }
  return `${node.code === 'u' ? 'user' : 'team'}:${number}`;
};

/**
 * Whom an input assigns, as Sentry's `assignedTo`: a node id of a user or team, `user:ID`, `team:ID`, or what Sentry looks up
 * among users itself (id, e-mail, user name). Null unassigns, which Sentry writes as an empty text.
 */
export const assigneeOf = (value: string | null, organization: string | null, problems: Problems): string | null => {
  if (value === null) return '';
  if (isNodeId(value)) return fromNodeId(value, organization, problems);
  if (value.trim() === '') {
    problems.add('REQUIRED', '"assignee" is blank: give null to unassign.', field);
    return null;
  }
  problems.length(value, longest, field);
  if (/^(user|team):/.test(value) && !/^(user|team):[0-9]{1,20}$/.test(value)) {
    problems.add('INVALID', `${shown(value)} is no assignee: "user:" and "team:" are followed by a numeric id.`, field);
  } else if (/[\p{C}]/u.test(value)) {
    problems.add('INVALID', `${shown(value)} is no assignee: it holds control characters.`, field);
  }
  return value;
};
