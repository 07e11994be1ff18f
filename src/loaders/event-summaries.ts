import { type EventSearch, searchEvents } from '../gateway/event-summaries.ts';
import type { Page, Place } from '../gateway/page.ts';
import { optional, type Row, required, text } from '../gateway/read.ts';
import type { Event } from './events.ts';
import type { Loaders } from './index.ts';
import type { Issue } from './issues.ts';
import { narrowed } from './narrowed.ts';
import type { Organization } from './organizations.ts';
import type { Project } from './projects.ts';

/** A row of the event search. It is no resource: it has just the columns that were asked, and no way to learn more. */
export type EventSummary = { readonly loaders: Loaders; readonly organization: string; readonly row: Row };

/** The word of a column, null where it is empty: the event store knows no null texts in some columns. */
export const columnOf = ({ row }: Pick<EventSummary, 'row'>, name: string): string | null =>
  optional(row, name, text) || null;

/** The event search, and what its rows lead to. */
export class EventSummaries {
  readonly #loaders: Loaders;

  constructor(loaders: Loaders) {
    this.#loaders = loaders;
  }

  /** One page of an organization's event search, newest first; its rows hold the columns that `parts` stand for. */
  list(
    organization: Organization,
    search: EventSearch,
    parts: ReadonlySet<string>,
    place: Place,
    level: string,
  ): Promise<Page> {
    return narrowed(organization, search, level, (projects) =>
      searchEvents(this.#loaders.api, organization.key.organization, { ...search, projects }, parts, place, level),
    );
  }

  /** The summary that a row is. */
  of(organization: string, row: Row): EventSummary {
    return { loaders: this.#loaders, organization, row };
  }

  /** The project, of which the row knows the slug, and the number where that was asked. */
  projectOf({ organization, row }: EventSummary): Project {
    const [slug, id] = [required(row, 'project', text), optional(row, 'project.id', text)];
    return this.#loaders.projects.of(organization, { slug, ...(id !== null && { id }) }, { stub: true });
  }

  /** The issue, of which the row knows number and short id; null where it is gone, which Sentry tells by `unknown`. */
  issueOf(summary: EventSummary): Issue | null {
    const [id, shortId] = [columnOf(summary, 'issue.id'), columnOf(summary, 'issue')];
    if (id === null || id === '0' || shortId === null || shortId === 'unknown') return null;
    const issue = this.#loaders.issues.at(summary.organization, id);
    issue.learn({ id, shortId }, { stub: true });
    return issue;
  }

  /** The event itself; its body comes by the project's path. */
  eventOf(summary: EventSummary): Event {
    const { organization, row } = summary;
    return this.#loaders.events.at(organization, required(row, 'id', text), { project: this.projectOf(summary) });
  }
}
