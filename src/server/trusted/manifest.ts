import { createHash } from 'node:crypto';
import { parse, validate } from 'graphql';
import { z } from 'zod';
import { limits } from '../../gateway/limits.ts';
import { schema } from '../../schema/index.ts';
import { parseJson } from '../../watched-file.ts';

/** Documents that are answered: by every hash that names them, and as written. */
export type TrustedDocuments = { readonly byId: ReadonlyMap<string, string>; readonly texts: ReadonlySet<string> };

const manifestShape = z.record(z.string(), z.string());

/** `sha256:` and 64 digits, the same without the prefix, or 40 digits of SHA-1: the forms of the codegen client preset. */
const idForm = /^(?:(?:sha256:)?([0-9a-f]{64})|(?:sha1:)?([0-9a-f]{40}))$/;

/** An id without its prefix; null for what is none. */
export const bareId = (id: string): string | null => {
  const [matched, long, short] = idForm.exec(id.toLowerCase()) ?? [];
  return matched === undefined ? null : (long ?? short ?? null);
};

const hashOf = (text: string, id: string): string =>
  createHash(id.length === 64 ? 'sha256' : 'sha1')
    .update(text)
    .digest('hex');

/** @throws Error where the document could not be answered. */
const check = (id: string, text: string): void => {
  try {
    const [error] = validate(schema, parse(text, { maxTokens: limits.documentTokens }));
    if (error) throw error;
  } catch (error) {
    throw new Error(`the document ${id} does not fit the schema: ${error instanceof Error ? error.message : ''}`);
  }
};

/**
 * Makes what reads manifests: `{ hash: document }`, as the codegen client preset writes `persisted-documents.json`. A document is
 * held against the schema once, however often the manifest is read.
 */
export const manifestReader = (): ((text: string) => TrustedDocuments) => {
  let checked: ReadonlySet<string> = new Set();
  return (text) => {
    const parsed = manifestShape.safeParse(parseJson(text));
    if (!parsed.success) throw new Error('it is no manifest: an object of documents by their hashes');
    const byId = new Map<string, string>();
    for (const [name, document] of Object.entries(parsed.data)) {
      const id = bareId(name);
      if (id === null) throw new Error('it names a document by what is no SHA-256 or SHA-1');
      if (hashOf(document, id) !== id) throw new Error(`the document under ${id} has another hash`);
      if (!checked.has(document)) check(id, document);
      byId.set(id, document);
    }
    if (byId.size === 0) throw new Error('there is no document in it');
    const texts = new Set(byId.values());
    checked = texts;
    return { byId, texts };
  };
};
