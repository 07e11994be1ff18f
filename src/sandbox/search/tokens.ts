import { badRequest } from '../reply.ts';

/** One value of a term; quoted text keeps its backslash escapes of `*` for the wildcard. */
export type TermValue = { text: string; isQuoted: boolean };

/** One term of a search: free text where `key` is null. */
export type Term = {
  key: string | null;
  isNegated: boolean;
  /** Several where the value was a list in brackets. */
  values: TermValue[];
  isList: boolean;
};

/** Sentry's 400 of a search that it cannot read. */
export function searchError(message: string): Error {
  return badRequest(`Error parsing search query: ${message}`);
}

function parseError(text: string, position: number): Error {
  const near = text.slice(position, position + 12);
  return searchError(
    `Parse error at '${near}' (column ${position + 1}). This is commonly caused by unmatched parentheses. Enclose any text in double quotes.`,
  );
}

const keyForm = /(!?)(?:"([A-Za-z0-9_.:-]+)"|((?:tags|flags)\[[^\]\s]+\]|[A-Za-z0-9_.-]+)):/y;
const blank = /\s/;

/** Splits a search into terms. Words that stand together are one text. Parentheses, AND and OR are refused. */
export function parseSearch(text: string): Term[] {
  const terms: Term[] = [];
  let words: string[] = [];
  const endText = (): void => {
    if (words.length > 0) terms.push(freeText(words.join(' '), false));
    words = [];
  };
  let position = 0;
  while (position < text.length) {
    if (blank.test(text.charAt(position))) {
      position++;
      continue;
    }
    keyForm.lastIndex = position;
    const match = keyForm.exec(text);
    if (match !== null) {
      endText();
      const key = match[2] ?? match[3] ?? '';
      const read = readValue(text, keyForm.lastIndex, key);
      terms.push({ key, isNegated: match[1] === '!', values: read.values, isList: read.isList });
      position = read.end;
    } else if (text.charAt(position) === '"' || text.startsWith('!"', position)) {
      endText();
      const isNegated = text.charAt(position) === '!';
      const quoted = readQuoted(text, isNegated ? position + 1 : position);
      terms.push(freeText(quoted.text, isNegated));
      position = quoted.end;
    } else {
      const end = endOfWord(text, position);
      const word = text.slice(position, end);
      if (/^(?:and|or)$/i.test(word) || /^[()]|[()]$/.test(word)) throw refuseBoolean();
      words.push(word);
      position = end;
    }
  }
  endText();
  return terms;
}

function refuseBoolean(): Error {
  return searchError('Boolean statements containing "OR" or "AND" are not supported in this search');
}

function freeText(text: string, isNegated: boolean): Term {
  return { key: null, isNegated, values: [{ text, isQuoted: true }], isList: false };
}

function endOfWord(text: string, from: number): number {
  let end = from;
  while (end < text.length && !blank.test(text.charAt(end))) end++;
  return end;
}

function readQuoted(text: string, from: number): { text: string; end: number } {
  let value = '';
  for (let i = from + 1; i < text.length; i++) {
    const character = text.charAt(i);
    if (character === '"') return { text: value, end: i + 1 };
    const next = text.charAt(i + 1);
    if (character === '\\' && (next === '"' || next === '\\')) {
      value += next === '\\' ? '\\\\' : next;
      i++;
    } else {
      value += character;
    }
  }
  throw parseError(text, from);
}

function readValue(text: string, from: number, key: string): { values: TermValue[]; isList: boolean; end: number } {
  const character = text.charAt(from);
  if (character === '[') return readList(text, from);
  if (character === '"') {
    const quoted = readQuoted(text, from);
    if (quoted.end < text.length && !blank.test(text.charAt(quoted.end))) throw parseError(text, quoted.end);
    return { values: [{ text: quoted.text, isQuoted: true }], isList: false, end: quoted.end };
  }
  const end = endOfWord(text, from);
  const value = text.slice(from, end);
  if (value === '') throw searchError(`Empty string after '${key}:'`);
  const parenthesis = value.search(/[()]/);
  if (parenthesis !== -1) throw parseError(text, from + parenthesis);
  return { values: [{ text: value, isQuoted: false }], isList: false, end };
}

function readList(text: string, from: number): { values: TermValue[]; isList: boolean; end: number } {
  const values: TermValue[] = [];
  let position = from + 1;
  for (;;) {
    while (blank.test(text.charAt(position))) position++;
    if (text.charAt(position) === '"') {
      const quoted = readQuoted(text, position);
      values.push({ text: quoted.text, isQuoted: true });
      position = quoted.end;
    } else {
      const [item = ''] = /^[^,\]"]*/.exec(text.slice(position)) ?? [];
      if (item.trim() === '' || /[()[]/.test(item)) throw parseError(text, position);
      values.push({ text: item.trim(), isQuoted: false });
      position += item.length;
    }
    while (blank.test(text.charAt(position))) position++;
    const separator = text.charAt(position);
    if (separator === ']') {
      const end = position + 1;
      if (end < text.length && !blank.test(text.charAt(end))) throw parseError(text, end);
      return { values, isList: true, end };
    }
    if (separator !== ',') throw parseError(text, position);
    position++;
  }
}
