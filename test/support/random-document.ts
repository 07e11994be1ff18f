import {
  type GraphQLField,
  type GraphQLObjectType,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';
import { limits } from '../../src/gateway/limits.ts';
import { schema } from '../../src/schema/index.ts';

/** Chance as a property test deals it: a number from 0 up to 1. */
export type Chance = () => number;

/** Values for arguments, by `Type.field(name:)`, `field(name:)` or name; several to choose from. */
export type Values = Readonly<Record<string, readonly string[]>>;

const pick = <T>(from: readonly T[], chance: Chance): T | undefined => from[Math.floor(chance() * from.length)];

const shuffled = <T>(from: readonly T[], chance: Chance): T[] =>
  from
    .map((value) => ({ value, at: chance() }))
    .sort((a, b) => a.at - b.at)
    .map(({ value }) => value);

/** Makes queries of the schema that are valid and, with the right values, succeed. */
export class RandomDocument {
  readonly #values: Values;
  readonly #chance: Chance;
  readonly #without: readonly string[];
  #aliases = 0;
  #spreads = 0;

  /** `without` are fields that are left out everywhere. */
  constructor(values: Values, chance: Chance, without: readonly string[] = []) {
    this.#values = values;
    this.#without = without;
    this.#chance = chance;
  }

  /** A query of some root fields. */
  query(): string {
    const root = schema.getQueryType();
    if (!root) return '';
    for (;;) {
      this.#aliases = 0;
      const document = `query ${this.#selection(root, 0)}`;
      if (this.#aliases <= limits.documentAliases) return document;
    }
  }

  #valueOf(field: GraphQLField<unknown, unknown>, on: string, name: string): string | undefined {
    const values = this.#values;
    const known = values[`${on}.${field.name}(${name}:)`] ?? values[`${field.name}(${name}:)`] ?? values[name];
    return known && pick(known, this.#chance);
  }

  #field(field: GraphQLField<unknown, unknown>, on: string, depth: number): string | null {
    const inner = getNamedType(field.type);
    const args: string[] = [];
    for (const arg of field.args) {
      const isNeeded = isRequiredArgument(arg) || arg.name === 'first';
      if (!isNeeded && !(this.#values[`${on}.${field.name}(${arg.name}:)`] && this.#chance() < 0.5)) continue;
      const value = this.#valueOf(field, on, arg.name);
      if (value === undefined) return null;
      args.push(`${arg.name}: ${value}`);
    }
    const given = args.length > 0 ? `(${args.join(', ')})` : '';
    // Beneath an interface fields of one name may differ in type from object to object.
    if (this.#spreads > 0) this.#aliases += 1;
    const head = `${this.#spreads > 0 ? `f${this.#aliases}: ` : ''}${field.name}${given}`;
    if (isLeafType(inner)) return head;
    if (!isObjectType(inner) && !isInterfaceType(inner)) return null;
    const beneath = isObjectType(inner) ? this.#selection(inner, depth + 1) : this.#spread(inner.name, depth + 1);
    return `${head} ${beneath}`;
  }

  #spread(name: string, depth: number): string {
    const type = schema.getType(name);
    const types = isInterfaceType(type) ? schema.getPossibleTypes(type) : [];
    const chosen = types.filter(() => this.#chance() < 0.4);
    this.#spreads += 1;
    const spreads = chosen.map((each) => `... on ${each.name} ${this.#selection(each, depth)}`);
    this.#spreads -= 1;
    return `{ __typename ${spreads.join(' ')} }`;
  }

  #selection(type: GraphQLObjectType, depth: number): string {
    const fields = Object.values(type.getFields()).filter(({ name }) => !this.#without.includes(name));
    const isDeep = (field: GraphQLField<unknown, unknown>) => isCompositeType(getNamedType(field.type));
    const leaves = shuffled(
      fields.filter((field) => !isDeep(field)),
      this.#chance,
    ).slice(0, 2);
    const deep = shuffled(fields.filter(isDeep), this.#chance).slice(
      0,
      depth > 8 ? 0 : depth === 0 ? 2 : depth > 4 ? 1 : 2,
    );
    const isPage = /Connection$|Edge$/.test(type.name);
    const chosen = isPage
      ? fields.filter(({ name }) => ['nodes', 'edges', 'node'].includes(name))
      : [...leaves, ...deep];
    const narrowed = isPage && chosen.length > 1 ? [pick(chosen, this.#chance) ?? chosen[0]] : chosen;
    const printed = narrowed.flatMap((field) => (field ? (this.#field(field, type.name, depth) ?? []) : []));
    return printed.length > 0 ? `{ ${printed.join(' ')} }` : '{ __typename }';
  }
}
