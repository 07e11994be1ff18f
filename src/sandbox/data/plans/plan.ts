import type { IssueRecord, MemberRecord, ProjectRecord } from '../model.ts';
import type { Random } from '../random.ts';
import type { Language } from '../stacktraces/language.ts';
import type { StoryMaker } from '../stories/story.ts';

/** Where a project's programs run; decides which devices, requests and threads its events show. */
export type Surface = 'browser' | 'server' | 'worker' | 'android' | 'ios' | 'desktop' | 'kiosk';

/** A project before it becomes a record. */
export type ProjectPlan = {
  /** Position in the organization's range of ids; never changed, so that neighbours keep theirs. */
  number: number;
  slug: string;
  name: string;
  platform: string | null;
  language: Language;
  surface: Surface;
  teams: string[];
  /** How many issues, the special ones included. */
  issues: number;
  ageDays: number;
  /** Functions of the application as `file#function`, the outermost first. */
  places: string[];
  transactions: string[];
  host: string;
  /** Words that fill error texts. */
  fields: string[];
  nouns: string[];
  /** Releases of its own, the oldest first. */
  versions: string[];
  /** Age of the newest of them in days, and days between two. */
  newestDays: number;
  spacingDays: number;
  specials?: SpecialIssue[];
  bookmarked?: boolean;
  sessions?: boolean;
  hiddenEnvironment?: string;
  formerSlugs?: string[];
  trouble?: ProjectRecord['trouble'];
};

/** An issue told by hand. Its number makes its short id, and no other issue's depends on it. */
export type SpecialIssue = {
  number: number;
  story: StoryMaker;
  firstSeenAgo?: number;
  lastSeenAgo?: number;
  eventCount?: number;
  hashCount?: number;
  /** Jane Cooper was hit last, and now and then before. */
  jane?: boolean;
  environment?: string;
  /** What is unlike other issues. */
  set?: Partial<IssueRecord>;
  assignedToTeam?: string;
  /** Number of the issue of the same project that this one was merged into. */
  mergedInto?: number;
  /** Bodies are not as Sentry would make them. */
  broken?: boolean;
};

/** A release of several projects, or one that is not deployed yet. */
export type SharedRelease = {
  version: string;
  projects: string[];
  ageDays: number;
  pending?: boolean;
  archived?: boolean;
};

/** Someone who is to become a member: name, local part of the address, role. */
export type PersonPlan = readonly [name: string, mailbox: string, role: MemberRecord['orgRole']];

/** A team: slug, name, mailboxes of its members, the first its admin. */
export type TeamPlan = readonly [slug: string, name: string, mailboxes: readonly string[]];

/** An invitation that nobody has taken up. */
export type InvitationPlan = Pick<MemberRecord, 'email' | 'orgRole' | 'expired' | 'inviteStatus' | 'inviterName'>;

/** An organization before it becomes a record. */
export type OrganizationPlan = {
  /** All ids of its parts begin with this. */
  base: number;
  slug: string;
  name: string;
  domain: string;
  ageDays: number;
  isEarlyAdopter: boolean;
  require2FA: boolean;
  people: PersonPlan[];
  invitations: InvitationPlan[];
  teams: TeamPlan[];
  projects: ProjectPlan[];
  shared: SharedRelease[];
};

/** Words chosen once for an issue, which fill the `{braces}` of its texts. */
export type Words = Record<string, string>;

/** Chooses the words of an issue. */
export function chooseWords(project: ProjectPlan, random: Random): Words {
  const noun = random.pick(project.nouns);
  const field = random.pick(project.fields);
  const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
  return {
    noun,
    field,
    Noun: capital(noun),
    Field: capital(field),
    n: String(random.int(1000, 9999)),
    n2: String(random.int(1000, 9999)),
    id: String(random.int(100_000, 9_999_999)),
    small: String(random.int(8, 64)),
    small2: String(random.int(2, 7)),
    ms: String(random.pick([1500, 3000, 5000, 10000, 30000])),
    status: String(random.pick([400, 404, 409, 422, 500, 502, 503])),
    octet: String(random.int(0, 31)),
    octet2: String(random.int(2, 250)),
    short: random.hex(8),
  };
}

/** Fills the `{braces}` of a text; unknown ones stay. */
export function fill(text: string, words: Words): string {
  return text.replaceAll(/\{(\w+)\}/g, (whole, word: string) => words[word] ?? whole);
}
