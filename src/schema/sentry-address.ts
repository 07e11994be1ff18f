import { badInput } from '../gateway/http/coded-error.ts';
import { identifiers } from '../gateway/http/identifiers.ts';

/** What an address names: the key of its innermost object, with the issue or project that an event stands under. */
export type SentryAddress = {
  readonly organization: string;
  readonly project: string | undefined;
  readonly team: string | undefined;
  readonly issue: string | undefined;
  readonly version: string | undefined;
  /** An event id; under an issue also `latest`, `oldest` or `recommended`. */
  readonly event: string | undefined;
};

const notUnderstood = () =>
  badInput(
    'This address is not understood: give that of an organization, project, team, issue, event or release on sentry.io, such as https://acme.sentry.io/issues/123/, https://sentry.io/organizations/acme/issues/123/ or https://sentry.io/api/0/organizations/acme/issues/123/.',
  );

/** Pages of lists such as `/issues/errors-outages/` have the form of short ids, but no digit and no capitals. */
const issue = (value: string): string => {
  if (/^[a-z-]+$/.test(value)) throw notUnderstood();
  return identifiers.issue(value);
};

const checks = new Map([
  ['{organization}', identifiers.organization],
  ['{project}', identifiers.project],
  ['{team}', identifiers.team],
  ['{issue}', issue],
  ['{version}', identifiers.version],
  ['{event}', identifiers.event],
  ['{event or word}', identifiers.eventOrWord],
]);

/** `*` stands for the rest of a path: tabs and settings of the object. */
const formOf = (path: string): string[] => path.split('/');

/** Paths of the web interface, behind what names the organization. The first that fits counts. */
const webForms = [
  'issues/{issue}/events/{event or word}/*',
  'issues/{issue}/*',
  'projects/{project}/events/{event}/*',
  'projects/{project}/*',
  'insights/projects/{project}/*',
  'settings/projects/{project}/*',
  'settings/teams/{team}/*',
  'releases/{version}/*',
  'explore/releases/{version}/*',
  'issues',
  'projects',
  'releases',
  'settings/organization',
  'settings',
].map(formOf);

const apiForms = [
  'organizations/{organization}/issues/{issue}/events/{event or word}/*',
  'organizations/{organization}/issues/{issue}/*',
  'organizations/{organization}/shortids/{issue}',
  'organizations/{organization}/eventids/{event}',
  'organizations/{organization}/releases/{version}/*',
  'organizations/{organization}',
  'projects/{organization}/{project}/events/{event}/*',
  'projects/{organization}/{project}/releases/{version}/*',
  'projects/{organization}/{project}/*',
  'teams/{organization}/{team}/*',
].map(formOf);

const fits = (form: readonly string[], segments: readonly string[]): boolean => {
  const open = form.at(-1) === '*';
  const fixed = open ? form.slice(0, -1) : form;
  if (open ? segments.length < fixed.length : segments.length !== fixed.length) return false;
  return (
    fixed.every((part, index) => checks.has(part) || part === segments[index]) &&
    segments.slice(fixed.length).every((word) => /^[A-Za-z0-9][\w.:@-]*$/.test(word))
  );
};

const partsOf = (forms: readonly string[][], segments: readonly string[]): Map<string, string> => {
  const form = forms.find((candidate) => fits(candidate, segments));
  if (!form) throw notUnderstood();
  return new Map(
    form.flatMap((part, index): [string, string][] => {
      const check = checks.get(part);
      return check ? [[part, check(segments[index] ?? '')]] : [];
    }),
  );
};

const decoded = (segment: string): string => {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw notUnderstood();
  }
};

/** Hosts that stand for no organization: where `{label}.sentry.io` is a region or Sentry itself. */
const isShared = (label: string): boolean => /^(?:www|us|de)$/.test(label);

/** Where the path names the organization as well, the host may be a region that came after this was written. */
const agree = (label: string, organization: string): boolean =>
  isShared(label) || /^[a-z]{2}\d?$/.test(label) || label === organization.toLowerCase();

/** Splits the web interface's path into the organization, named in it or by the host, and the rest. */
const webPath = (segments: readonly string[], own: string | undefined): [string, readonly string[]] => {
  const [first, second, ...rest] = segments;
  if (first === 'organizations' && second !== undefined) return [second, rest];
  const inSettings = first === 'settings' && second !== undefined && (!own || second.toLowerCase() === own);
  if (inSettings) return [second, [first, ...rest]];
  if (!own) throw notUnderstood();
  return [own, segments];
};

/**
 * Reads an address copied from Sentry's web interface or API. It is never fetched, and every part is checked like direct input;
 * query string and fragment are ignored. Read by a pattern of its own, because a URL parser would resolve dots and repair
 * backslashes.
 * @throws CodedError `BAD_USER_INPUT` for anything else, self-hosted ones included.
 */
export const readSentryAddress = (url: string): SentryAddress => {
  const [matched, host = '', path = ''] =
    /^https?:\/\/(?:([a-z0-9-]+)\.)?sentry\.io(\/[^?#]*)?(?:[?#]|$)/i.exec(url.trim()) ?? [];
  if (matched === undefined) throw notUnderstood();
  const label = host.toLowerCase();
  const segments = path.replace(/\/$/, '').split('/').slice(1).map(decoded);
  const inApi = segments[0] === 'api' && segments[1] === '0';
  const [named, rest] = inApi
    ? [undefined, segments.slice(2)]
    : webPath(segments, isShared(label) || label === '' ? undefined : label);
  const isRoot = !inApi && rest.length === 0;
  const parts = isRoot ? new Map<string, string>() : partsOf(inApi ? apiForms : webForms, rest);
  const organization = parts.get('{organization}') ?? identifiers.organization(named ?? '');
  if (label !== '' && !agree(label, organization)) {
    throw badInput('The host and the path of this address name different organizations.');
  }
  return {
    organization,
    project: parts.get('{project}'),
    team: parts.get('{team}'),
    issue: parts.get('{issue}'),
    version: parts.get('{version}'),
    event: parts.get('{event}') ?? parts.get('{event or word}'),
  };
};
