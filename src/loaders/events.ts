import type { Api } from '../gateway/api.ts';
import {
  type EventFilter,
  eventPayload,
  findEvent,
  getIssueEvent,
  getProjectEvent,
  listIssueEvents,
  listProjectEvents,
} from '../gateway/events.ts';
import { isNotFound } from '../gateway/http/coded-error.ts';
import { type EventKey, keyText } from '../gateway/keys.ts';
import type { Page, Place } from '../gateway/page.ts';
import type { FactsOf } from '../gateway/payload.ts';
import { member, type Row, required, text } from '../gateway/read.ts';
import { asError, type Found, type Tell, type Wanted } from './batch.ts';
import { batched } from './batched.ts';
import type { Loaders } from './index.ts';
import type { Issue } from './issues.ts';
import { Once } from './once.ts';
import type { Project } from './projects.ts';
import { type Provable, Resource } from './resource.ts';
import { type Making, Resources } from './resources.ts';

/** An event, named by its id, and what rows and its body tell of it. */
export type Event = Resource<EventKey, FactsOf<typeof eventPayload>>;

/** What an event was reached through; it decides the path of its body. */
export type Via = { readonly issue: Issue } | { readonly project: Project };

/** The words by which Sentry names an event of an issue. */
type NamedEvent = 'latest' | 'oldest' | 'recommended';

type Facts = FactsOf<typeof eventPayload>;

const making: Omit<Making<EventKey, Facts>, 'admit' | 'load'> = {
  typeName: 'Event',
  describe: ({ organization, event }) => `Event "${event}" of organization "${organization}"`,
  payload: eventPayload,
  proof: 'summary',
};

/** Events, looked up by id or met in rows, and the lists of an issue and of a project. A body is one call each. */
export class Events extends Resources<EventKey, FactsOf<typeof eventPayload>> {
  readonly #via = new WeakMap<Event, Via>();
  /** What an event was found in that only its id was known of; nothing to reckon with, for calls are reckoned after it too. */
  readonly #found = new WeakMap<Event, Via>();
  readonly #within = new Map<string, Event>();
  readonly #named: Once<Event | null>;

  constructor(loaders: Loaders) {
    super(loaders, {
      ...making,
      ...batched<EventKey>(
        loaders.api.operation,
        (wanted) => this.#calls(wanted, ({ key }) => this.at(key.organization, key.event)),
        (wanted, level, tell) => this.#loadEach(wanted, ({ key }) => this.at(key.organization, key.event), level, tell),
      ),
    });
    this.#named = new Once(loaders.api);
  }

  /** The event of an id, as far as known; `via` is what it was met through. `parent` only where that was looked up. */
  at(organization: string, event: string, via: Via | null = null, parent: Provable | null = null): Event {
    const found = this.resource({ organization, event }, parent);
    if (via && !this.#via.has(found)) this.#via.set(found, via);
    return found;
  }

  /**
   * The event of an id looked up in an issue or project. It is a thing of its own, for whether it is there depends on what it is
   * looked for in. `parent` only where that was looked up.
   */
  within(via: Via, event: string, parent: Provable | null): Event {
    const { key, typeName } = 'issue' in via ? via.issue : via.project;
    const { organization } = key;
    const name = `${typeName}/${keyText(key)}/${event}`;
    const met = this.#within.get(name);
    if (met) {
      if (parent) met.standsOn(parent);
      return met;
    }
    const loading = batched<EventKey>(
      this.loaders.api.operation,
      (wanted) => wanted.length,
      (wanted, level, tell) => this.#loadEach(wanted, () => found, level, tell),
    );
    const found: Event = new Resource(
      { ...making, ...loading, loaders: this.loaders },
      { organization, event },
      parent,
    );
    this.#via.set(found, via);
    this.#within.set(name, found);
    return found;
  }

  /** The event of a list row or body. */
  of(organization: string, row: Row, via: Via | null): Event {
    const event = this.at(organization, required(row, 'eventID', text), via);
    event.learn(row);
    return event;
  }

  /** What an event was met through; undefined where only its id is known. */
  via(event: Event): Via | undefined {
    return this.#via.get(event) ?? this.#found.get(event);
  }

  /** The latest, oldest or recommended event of an issue; null where the issue has none. One call. */
  named(issue: Issue, name: NamedEvent, environments: readonly string[] | null, level: string): Promise<Event | null> {
    const { organization, issue: id } = issue.key;
    return this.#named.get(JSON.stringify([organization, id, name, environments]), level, async (api) => {
      try {
        const call = getIssueEvent(api, organization, id, name, environments, level);
        return this.of(organization, await issue.through(level, call), { issue });
      } catch (error) {
        if (isNotFound(error) && issue.proved) return null;
        throw error;
      }
    });
  }

  /** One page of an issue's events, newest first; with `bodies` Sentry gives at most 10 rows a call. */
  listOfIssue(issue: Issue, filter: EventFilter, bodies: boolean, place: Place, level: string): Promise<Page> {
    const { organization, issue: id } = issue.key;
    return issue.through(level, listIssueEvents(this.loaders.api, organization, id, filter, bodies, place, level));
  }

  /** One page of a project's events, newest first; Sentry answers 60 such calls a minute, one at a time. */
  listOfProject(project: Project, filter: EventFilter, bodies: boolean, place: Place, level: string): Promise<Page> {
    const { api, projects } = this.loaders;
    const { organization } = project.key;
    return project.through(
      level,
      projects.byPath(project, (slug) => listProjectEvents(api, organization, slug, filter, bodies, place, level)),
    );
  }

  /** The issue an event belongs to, as far as known; null for a plain transaction. */
  async issueOf(event: Event, path: Parameters<Event['get']>[1]): Promise<Issue | null> {
    const via = this.via(event);
    const id = await event.get('groupID', path);
    if (id === null) return null;
    if (via && 'issue' in via && (via.issue.key.issue === id || via.issue.known('id') === id)) return via.issue;
    return this.loaders.issues.at(event.key.organization, id);
  }

  /** The project of an event: what it was reached through, else the one of its number. */
  async projectOf(event: Event, path: Parameters<Event['get']>[1], level: string): Promise<Project | null> {
    const via = this.via(event);
    if (via && 'project' in via) return via.project;
    const { organization } = event.key;
    const stub = via?.issue.known('project');
    if (stub) return this.loaders.projects.of(organization, stub, { stub: true });
    const id = await event.get('projectID', path);
    const found = this.via(event);
    if (found && 'project' in found) return found.project;
    return id === null ? null : this.loaders.projects.numbered(organization, id, level);
  }

  /** The search by an event's id does not tell its neighbours: that takes a second call. */
  #calls(wanted: readonly Wanted<EventKey>[], eventOf: (item: Wanted<EventKey>) => Event): number {
    const twice = wanted.filter((item) => item.parts.has('neighbours') && !this.#via.has(eventOf(item)));
    return wanted.length + twice.length;
  }

  /** Events do not batch: one call each, whatever parts of it are wanted. */
  async #loadEach(
    wanted: readonly Wanted<EventKey>[],
    eventOf: (item: Wanted<EventKey>) => Event,
    level: string,
    tell: Tell,
  ): Promise<Found> {
    const api = this.loaders.api.admittedFor(this.#calls(wanted, eventOf));
    const loads = wanted.map(async (item): Promise<[string, Row | Error]> => {
      const row = await this.#load(api, eventOf(item), item.parts, level).catch(asError);
      tell(item.text, row);
      return [item.text, row];
    });
    return new Map(await Promise.all(loads));
  }

  /**
   * A body by the cheapest path known: the issue's (15/s), the project's (5/s), else a search through all projects, which does
   * not tell the neighbours.
   */
  async #load(api: Api, found: Event, parts: ReadonlySet<string>, level: string): Promise<Row> {
    const { projects } = this.loaders;
    const { organization, event } = found.key;
    const via = this.via(found);
    if (via && 'issue' in via) return getIssueEvent(api, organization, via.issue.key.issue, event, null, level);
    if (via) {
      return projects.byPath(via.project, (slug) => getProjectEvent(api, organization, slug, event, level));
    }
    const { project, row } = await findEvent(api, organization, event, level);
    this.#found.set(found, { project: projects.at(organization, project) });
    const untold = parts.has('neighbours') && member(row, 'nextEventID') === undefined;
    return untold ? getProjectEvent(api, organization, project, event, level) : row;
  }
}
