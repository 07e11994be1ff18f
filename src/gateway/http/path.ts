import { CodedError } from './coded-error.ts';
import { type IdentifierKind, identifiers } from './identifiers.ts';

/** Values for the placeholders of a path template, by name. */
export type Segments = Readonly<Record<string, string>>;

const kinds = new Map<string, IdentifierKind>([
  ['organization', 'organization'],
  ['project', 'project'],
  ['issue', 'issue'],
  ['event', 'eventOrWord'],
  ['team', 'team'],
  ['member', 'number'],
  ['version', 'version'],
  ['key', 'tagKey'],
  ['account', 'account'],
]);

/**
 * Fills a template such as `/organizations/{organization}/projects/`: each segment checked by its kind, then encoded once.
 * @throws CodedError `BAD_USER_INPUT` when a segment is not of its kind; `..` never passes.
 */
export const fillPath = (template: string, segments: Segments): string =>
  template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const kind = kinds.get(name);
    const value = segments[name];
    if (!kind || value === undefined) {
      throw new CodedError('INTERNAL_SERVER_ERROR', `The path ${template} has no value for ${name}.`);
    }
    return encodeURIComponent(identifiers[kind](value));
  });
