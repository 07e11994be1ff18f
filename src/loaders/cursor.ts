import { createHash } from 'node:crypto';
import { badInput } from '../gateway/http/coded-error.ts';
import { identifiers } from '../gateway/http/identifiers.ts';
import { limits } from '../gateway/limits.ts';

/**
 * A place in a list: the absolute number of a row, or an upstream cursor (null is the first page) and the number of rows of
 * its page that lie behind the place.
 */
export type Position = { readonly row: number } | { readonly page: string | null; readonly index: number };

/** Binds cursors to one list by what makes it: six bytes of its SHA-256, in hex. */
export const fingerprintOf = (list: unknown): string =>
  createHash('sha256').update(JSON.stringify(list)).digest('hex').slice(0, 12);

const version = '1';

const positionText = (position: Position): string =>
  'row' in position ? `r${position.row}` : `p${position.page ?? ''},${position.index}`;

/** The opaque text of a place: version, position and the fingerprint of its list. */
export const encodeCursor = (position: Position, fingerprint: string): string =>
  Buffer.from(`${version}|${positionText(position)}|${fingerprint}`).toString('base64url');

/** The fingerprint that a cursor holds, unchecked; undefined where it is none. */
export const fingerprintIn = (cursor: string): string | undefined =>
  cursor.length > limits.cursorLength ? undefined : Buffer.from(cursor, 'base64url').toString('utf8').split('|')[2];

const malformed = () => badInput('This is not a cursor of this graph: use one that a page has given.');

const readPosition = (text: string): Position => {
  const row = /^r(-1|\d{1,9})$/.exec(text);
  if (row) return { row: Number(row[1]) };
  const page = /^p([^,]*),(\d{1,3})$/.exec(text);
  if (!page) throw malformed();
  const [, cursor = '', index] = page;
  return { page: cursor === '' ? null : identifiers.cursor(cursor), index: Number(index) };
};

/**
 * Reads a cursor that a client gave back for the list of these fingerprints; whatever is in it is checked like direct input.
 * @throws CodedError `BAD_USER_INPUT` where it is malformed, or belongs to another list or to other arguments.
 */
export const decodeCursor = (cursor: string, fingerprints: readonly string[]): Position => {
  if (cursor.length > limits.cursorLength) throw malformed();
  const parts = Buffer.from(cursor, 'base64url').toString('utf8').split('|');
  const [found, text = '', list] = parts;
  if (found !== version || parts.length !== 3 || list === undefined) throw malformed();
  const position = readPosition(text);
  if (encodeCursor(position, list) !== cursor) throw malformed();
  if (!fingerprints.includes(list)) {
    throw badInput('This cursor belongs to another list or to other arguments: keep the arguments while paging.');
  }
  return position;
};
