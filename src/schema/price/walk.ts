import { type FieldNode, type GraphQLObjectType, isAbstractType, isObjectType } from 'graphql';
import type { Planned } from '../../gateway/plan.ts';
import { type Document, fieldsBeneath, type Selected } from '../selected.ts';
import { Findings } from './findings.ts';
import { knownOf, pageOf } from './known.ts';
import { type Identity, Least, within } from './least.ts';
import { isLoadedAlone, loadCalls } from './loads.ts';
import { newTally, type Place, rootPlace, type Tally } from './place.ts';
import { pageSize, proof, type Reading, read } from './reading.ts';

/** Walks the selection of an operation, under the values of its variables, and prices it. */
export class Walk {
  readonly #document: Document;
  readonly #account: string | null;
  readonly found = new Findings();

  /** `account` is the linked account that the request came with. */
  constructor(document: Document, account: string | null) {
    this.#document = document;
    this.#account = account;
  }

  /** Prices the root fields of an operation: gives the most calls that they take, and counts the least. */
  root(type: GraphQLObjectType, nodes: readonly FieldNode[], least: Least): number {
    return this.#place(rootPlace(type, nodes), least);
  }

  #place(place: Place, least: Least): number {
    const tally = newTally(least, place.row);
    let most = 0;
    for (const selected of fieldsBeneath(place.nodes, place.type, this.#document)) {
      const reading = this.#read(selected, place);
      if (reading) most += this.#field(reading, place, tally);
    }
    if (!place.known || tally.loading === undefined) return most;
    if (place.isSure && tally.surelyMissing.size > 0) this.#load(place.known.type, tally.surelyMissing, place, least);
    const loads = loadCalls(place.known.type, tally.missing) * place.count;
    this.found.raise(tally.loading, loads);
    return most + loads;
  }

  /** A field of which an argument is refused makes no call; execution says why. */
  #read(selected: Selected, { above, page }: Place): Reading | null {
    try {
      return read(selected, above, page?.size ?? null, this.#document);
    } catch {
      return null;
    }
  }

  #load(type: string, parts: ReadonlySet<string>, { identity }: Pick<Place, 'identity'>, least: Least): void {
    if (isLoadedAlone(type, parts)) least.call(`load ${type}`, identity);
    else least.key(`load ${type}`);
  }

  #field(reading: Reading, place: Place, tally: Tally): number {
    const { cost, own, name, isComposite } = reading;
    const level = `${place.path}${name}`;
    const isRead = this.#tellPart(reading, level, place, tally);
    const ownMost = this.#addedBy(reading, tally) * (cost.once ? 1 : place.count);
    this.found.raise(level, ownMost);
    const isWrite = place.type.name === 'Mutation';
    const checks = reading.isLookup
      ? this.#kindsOf(reading).some(({ type }) => this.#proofOf(type, reading) !== 'sure')
      : false;
    const planned = this.found.note({
      level,
      parent: place.parent,
      on: place.type.name,
      size: reading.size,
      calls: own.most - (isWrite ? own.least : 0) + (isRead ? 1 : 0) + (checks ? 1 : 0),
      instead: cost.instead ?? null,
    });
    if (place.isSure && own.least > 0) this.#countOwn(reading, isWrite, place, tally.least);
    const beneath = isComposite ? this.#beneath(reading, planned, place, tally) : 0;
    if (beneath > 0 && !reading.isSizeKnown) this.found.isBounded = false;
    this.found.forget(planned);
    return ownMost + beneath;
  }

  /** The most calls that a field adds to those of one object. */
  #addedBy({ own, together }: Reading, tally: Tally): number {
    if (!together) return own.most;
    const before = tally.together.get(together.name);
    const items = [...(before ?? []), ...together.items];
    tally.together.set(together.name, items);
    return together.calls(items) - (before ? together.calls(before) : 0);
  }

  /** Notes the part that a field is read from; gives whether it is read from any. */
  #tellPart({ part, cost: { reads, free } }: Reading, level: string, { known }: Place, tally: Tally): boolean {
    if (part === undefined || known === null) return false;
    const told = free === undefined ? [known.members] : [known.members, known.key];
    if (known.parts.has(part) || (reads !== undefined && told.some((names) => names.has(reads)))) return true;
    const loader = tally.row ?? tally;
    loader.missing.add(part);
    loader.loading ??= level;
    if (free === undefined && loader === tally) tally.surelyMissing.add(part);
    return true;
  }

  #identityOf({ cost, args, inner, account }: Reading, { identity }: Place): Identity {
    return within(identity, args, {
      isVeiled: cost.veiled === true || (cost.free === true && inner.name === 'Organization'),
      ...(account !== undefined && { account: account === this.#account ? '' : account }),
    });
  }

  #countOwn(reading: Reading, isWrite: boolean, place: Place, least: Least): void {
    const { own, together, field, inner, isConnection } = reading;
    if (isWrite) least.add(own.least);
    else if (together) least.call(together.name, place.identity);
    else least.call(isConnection ? inner.name : `${field.name} ${inner.name}`, this.#identityOf(reading, place));
  }

  /** The types of the objects that a field gives, with the most there can be of each. */
  #kindsOf({ inner, size, types }: Reading): { readonly type: GraphQLObjectType; readonly size: number }[] {
    if (isObjectType(inner)) return [{ type: inner, size }];
    const possible = isAbstractType(inner) ? this.#document.schema.getPossibleTypes(inner) : [];
    if (!types) return possible.map((type) => ({ type, size }));
    const told = possible.map((type) => ({ type, size: types.filter((name) => name === type.name).length }));
    return told.filter((kind) => kind.size > 0);
  }

  #proofOf(type: GraphQLObjectType, { selecting }: Reading): ReturnType<typeof proof> {
    return proof(type, selecting, this.#document);
  }

  /** Prices what is asked of the objects that a field gives: of types that nothing tells apart the dearest, and for the least the cheapest. */
  #beneath(reading: Reading, parent: Planned, place: Place, tally: Tally): number {
    const { cost, args, types, isLookup, isList, isConnection, field, selecting } = reading;
    const page = isConnection ? pageOf(reading, pageSize(args), place.type.name) : place.page;
    const identity = this.#identityOf(reading, place);
    const isThere = place.isSure && reading.size > 0 && (isLookup || (cost.free === true && !isList));
    const results = this.#kindsOf(reading).map(({ type, size }) => {
      const sub = new Least();
      const shown = isLookup ? this.#proofOf(type, reading) : 'sure';
      const checks = shown === 'sure' ? 0 : place.count * size;
      if (isThere && shown === 'none') this.#load(type.name, new Set(['summary']), { identity }, sub);
      const known = knownOf(type, reading, page, place.known);
      const row = known !== null && known === place.known ? (tally.row ?? tally) : null;
      const inner = {
        type,
        known,
        row,
        nodes: selecting.fieldNodes,
        path: `${parent.level}.`,
        parent,
        above: args,
        identity,
      };
      const isSure = isThere && shown === 'sure';
      const isPage = isConnection || field.name === 'edges';
      const most = this.#place({ ...inner, count: place.count * size, page: isPage ? page : null, isSure }, sub);
      return { least: sub, checks, most: most + checks };
    });
    const mostOf = (counts: readonly number[]): number =>
      types ? counts.reduce((sum, count) => sum + count, 0) : Math.max(0, ...counts);
    this.found.raise(parent.level, mostOf(results.map(({ checks }) => checks)));
    const leasts = results.map((result) => result.least).sort((a, b) => a.total - b.total);
    for (const least of types ? leasts : leasts.slice(0, 1)) tally.least.join(least);
    return mostOf(results.map(({ most }) => most));
  }
}
