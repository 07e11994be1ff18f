import type { GraphQLResolveInfo } from 'graphql';
import type { Loaders } from '../loaders/index.ts';
import type { Issue } from '../loaders/issues.ts';
import { levelOf } from '../loaders/resource.ts';
import type { IssuesNamed } from './issues-named.ts';
import { partsOfEach } from './selection.ts';

/**
 * Issues as they are after a change, read once for all fields of a payload that ask, with the parts that these want. Nothing is
 * read where none asks.
 */
export class IssuesReadBack {
  readonly loaders: Loaders;
  readonly #named: IssuesNamed;
  readonly #parts = new Set<string>();
  #reading: Promise<Map<string, Issue>> | undefined;

  constructor(loaders: Loaders, named: IssuesNamed) {
    this.loaders = loaders;
    this.#named = named;
  }

  /** The issues that are there, by number. */
  read(info: GraphQLResolveInfo): Promise<Map<string, Issue>> {
    for (const part of partsOfEach(info)) this.#parts.add(part);
    // The other fields of the payload are resolved in this same turn, and add what they want.
    this.#reading ??= Promise.resolve().then(() => {
      const { organization, given } = this.#named;
      return this.loaders.issues.listed(organization, [...given.keys()], this.#parts, levelOf(info.path));
    });
    return this.#reading;
  }
}
