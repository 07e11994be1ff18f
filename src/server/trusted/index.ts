import type { GraphQLParams, Plugin } from 'graphql-yoga';
import type { Logger } from 'pino';
import { type Config, ConfigError } from '../../config.ts';
import { badInput, CodedError } from '../../gateway/http/coded-error.ts';
import { reasonOf, WatchedFile } from '../../watched-file.ts';
import { operationName } from '../log.ts';
import { bareId, manifestReader, type TrustedDocuments } from './manifest.ts';

type Params = GraphQLParams & { readonly documentId?: unknown };
type Request = { readonly requestId: string };

const open = (file: string, log: Logger): WatchedFile<TrustedDocuments> => {
  try {
    return new WatchedFile(file, manifestReader(), (reason) =>
      log.error(`TRUSTED_DOCUMENTS is left unread, the documents known before still count: ${reason}`),
    );
  } catch (error) {
    throw new ConfigError(`TRUSTED_DOCUMENTS cannot be used: ${reasonOf(error)}.`);
  }
};

/** The hash by which a request names a document, as `documentId` or in the manner of persisted queries. */
const hashIn = ({ query, documentId, extensions }: Params): unknown => {
  if (documentId !== undefined && documentId !== null) {
    if (query) throw badInput('Give either "documentId" or "query", not both.');
    return documentId;
  }
  const persisted: unknown = query ? undefined : extensions?.persistedQuery;
  return typeof persisted === 'object' && persisted !== null ? Reflect.get(persisted, 'sha256Hash') : undefined;
};

const isPersistedQuery = ({ documentId }: Params): boolean => documentId === undefined || documentId === null;

/**
 * Answers documents of a manifest by their ids. Strict: nothing else is answered. Otherwise what else is asked is answered, and
 * noted in the log.
 * @throws ConfigError where the manifest cannot be used.
 */
export const trustedDocuments = (
  { file, strict }: NonNullable<Config['trustedDocuments']>,
  log: Logger,
): Plugin<object, Request> => {
  const manifest = open(file, log);
  return {
    onParams({ params, setParams, context: { requestId } }) {
      if (typeof params !== 'object' || params === null) return;
      const { byId, texts } = manifest.current;
      const hash = hashIn(params);
      const id = typeof hash === 'string' ? bareId(hash) : null;
      const document = id === null ? undefined : byId.get(id);
      if (document !== undefined) {
        const { query: _none, documentId: _id, ...rest }: Params = params;
        return setParams({ ...rest, query: document });
      }
      if (typeof params.query === 'string' && texts.has(params.query)) return;
      if (strict) {
        throw new CodedError(
          'FORBIDDEN',
          'Only trusted documents are answered here: send the "documentId" of one that TRUSTED_DOCUMENTS lists.',
        );
      }
      if (params.query) {
        log.warn(
          { request: requestId, operation: operationName(params.operationName) },
          'an untrusted document was let through',
        );
      } else if (hash !== undefined && !isPersistedQuery(params)) {
        throw badInput('There is no document of this id.');
      }
    },
  };
};
