import { MapperKind, mapSchema, pruneSchema } from '@graphql-tools/utils';
import { buildSchema, findBreakingChanges, type GraphQLSchema } from 'graphql';

type Member = { readonly deprecationReason?: string | null | undefined };

const isDeprecated = ({ deprecationReason }: Member): boolean => typeof deprecationReason === 'string';

/** What a released schema still promises: itself without what it calls deprecated, and without types only that led to. */
const promised = (released: GraphQLSchema): GraphQLSchema =>
  pruneSchema(
    mapSchema(released, {
      [MapperKind.COMPOSITE_FIELD]: (field) => {
        if (isDeprecated(field)) return null;
        const args = Object.entries(field.args ?? {}).filter(([, arg]) => !isDeprecated(arg));
        return { ...field, args: Object.fromEntries(args) };
      },
      [MapperKind.INPUT_OBJECT_FIELD]: (field) => (isDeprecated(field) ? null : field),
      [MapperKind.ENUM_VALUE]: (value) => (isDeprecated(value) ? null : value),
    }),
  );

/** What of a released schema `current` breaks though the release had not deprecated it; both as SDL. */
export const brokenPromises = (released: string, current: string): string[] =>
  findBreakingChanges(promised(buildSchema(released)), buildSchema(current)).map(({ description }) => description);
