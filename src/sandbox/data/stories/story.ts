import type { EventBody, IssueRecord } from '../model.ts';
import type { ProjectPlan } from '../plans/plan.ts';
import type { Random } from '../random.ts';
import type { Setting } from '../settings.ts';

/** One event while its body is made. */
export type Moment = {
  id: string;
  projectId: string;
  hash: string;
  date: number;
  release: string | null;
  environment: string;
  transaction: string;
  setting: Setting;
  user: { id: string | null; email: string | null; username: string | null } | null;
  random: Random;
};

/** What an issue is about: what its list row says, and what its events contain. */
export type Story = Pick<
  IssueRecord,
  'title' | 'culprit' | 'type' | 'issueType' | 'issueCategory' | 'level' | 'logger' | 'platform' | 'metadata'
> & {
  /** Searchable text of its events. */
  message: string;
  location: string | null;
  transaction: string;
  isUnhandled: boolean;
  mechanism: string | null;
  /** Further tags of its events. */
  tags?: { key: string; value: string }[];
  /** Whether end users are hit, and whether a request was running. */
  hasUser: boolean;
  entries(moment: Moment): EventBody['entries'];
  /** Members of the body beyond what all events have. */
  extras?(moment: Moment): Partial<EventBody>;
};

/** Tells the story of an issue of a project; the random values are the issue's own. */
export type StoryMaker = (project: ProjectPlan, random: Random) => Story;
